use super::*;

const OUTPUT: &str = "\
noise of a test
\u{1e}method start A.test_one
\u{1e}method pass A.test_one \n\
\u{1e}method start A.test_two
unfinished line\u{1e}method fail A.test_two AssertionError: 1 != 2
\u{1e}method skip setUpClass_(B) no network here
\u{1e}method start C.test_hangs
";

#[test]
fn reports_are_read_among_noise() {
    let report = Report::read(OUTPUT);
    assert_eq!(report.methods["A.test_one"].0, Verdict::Pass);
    assert_eq!(report.methods["A.test_two"], (Verdict::Fail, "AssertionError: 1 != 2".to_owned()));
    assert_eq!(report.methods["setUpClass_(B)"].0, Verdict::Skip);
    assert_eq!(report.running.as_deref(), Some("C.test_hangs"));
    assert!(!report.complete);
}

#[test]
fn the_worse_verdict_of_a_name_stays() {
    let mut methods = Methods::new();
    record(&mut methods, "a", Verdict::Fail, "first");
    record(&mut methods, "a", Verdict::Pass, "");
    assert_eq!(methods["a"], (Verdict::Fail, "first".to_owned()));
}

#[test]
fn a_ledger_survives_writing_and_reading() {
    let mut ledger = Ledger::default();
    ledger.update("test_x", &Report::read(OUTPUT).methods);
    ledger.modules.get_mut("test_x").unwrap().count = 9;
    assert_eq!(Ledger::parse(&ledger.render()), Ok(ledger));
}

#[test]
fn damage_is_reported_with_its_line() {
    assert!(Ledger::parse("# fine\npass early").unwrap_err().starts_with("line 2"));
    assert!(Ledger::parse("[test_x] 3\nwon A.b").unwrap_err().starts_with("line 2"));
}

#[test]
fn only_what_passed_can_regress() {
    let mut ledger = Ledger::default();
    let mut methods = Report::read(OUTPUT).methods;
    ledger.update("test_x", &methods);
    assert_eq!(ledger.regressions("test_x", &methods), []);
    methods.get_mut("A.test_one").unwrap().0 = Verdict::Error;
    methods.remove("A.test_two");
    assert_eq!(
        ledger.regressions("test_x", &methods),
        [("A.test_one".to_owned(), Some(Verdict::Error))]
    );
    methods.remove("A.test_one");
    assert_eq!(ledger.regressions("test_x", &methods), [("A.test_one".to_owned(), None)]);
}

#[test]
fn skipped_methods_do_not_count_against() {
    let tally = Tally::of(&Report::read(OUTPUT).methods, 5);
    assert_eq!((tally.total, tally.missing()), (5, 2));
    assert!((tally.percent() - 25.0).abs() < 1e-9);
}
