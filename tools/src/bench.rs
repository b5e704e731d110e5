//! Figures of the benchmark report and how they are laid out.

use std::fmt::Write as _;
use std::time::Duration;

/// What was measured of one program under both commands.
#[derive(Debug, Clone)]
pub struct Row {
    /// The program.
    pub name: String,
    /// Both commands ended well and printed the same, or why not.
    pub outcome: Result<Figures, String>,
}

/// The least of all rounds: noise only ever adds.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Of the baseline.
    pub baseline: f64,
    /// Of the candidate.
    pub candidate: f64,
}

impl Figures {
    /// How many times less the candidate uses.
    #[must_use]
    pub fn ratio(self) -> f64 {
        self.baseline / self.candidate.max(1e-9)
    }
}

/// The geometric mean of the ratios of the rows that have one.
#[must_use]
pub fn geometric_mean(rows: &[Row]) -> Option<f64> {
    let logs: Vec<f64> =
        rows.iter().filter_map(|row| row.outcome.as_ref().ok()).map(|f| f.ratio().ln()).collect();
    if logs.is_empty() {
        return None;
    }
    Some((logs.iter().sum::<f64>() / logs.len() as f64).exp())
}

/// A Markdown table; rows below `threshold` are flagged, the geometric mean comes last.
#[must_use]
pub fn table(title: &str, unit: &str, rows: &[Row], threshold: f64) -> String {
    let mut out = format!("## {title}\n\n");
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(14);
    let _ = writeln!(
        out,
        "| {:width$} | {:>12} | {:>12} | {:>7} | |",
        "program",
        format!("baseline {unit}"),
        format!("candid. {unit}"),
        "ratio"
    );
    let _ = writeln!(out, "|:{:-<width$}-|-{:->12}:|-{:->12}:|-{:->7}:|-|", "", "", "", "");
    for row in rows {
        let name = &row.name;
        let _ = match &row.outcome {
            Ok(figures) => {
                let flag = if figures.ratio() < threshold { " below |" } else { " |" };
                writeln!(
                    out,
                    "| {name:width$} | {:>12.3} | {:>12.3} | {:>7.2} |{flag}",
                    figures.baseline,
                    figures.candidate,
                    figures.ratio()
                )
            }
            Err(why) => {
                let why = why.replace('|', "\\|");
                writeln!(out, "| {name:width$} | {:>12} | {:>12} | {:>7} | {why} |", "", "", "")
            }
        };
    }
    if let Some(mean) = geometric_mean(rows) {
        let _ = writeln!(
            out,
            "| {:width$} | {:>12} | {:>12} | {mean:>7.2} | |",
            "geometric mean", "", ""
        );
    }
    let below = rows
        .iter()
        .filter(|row| row.outcome.as_ref().is_ok_and(|figures| figures.ratio() < threshold))
        .count();
    let failed = rows.iter().filter(|row| row.outcome.is_err()).count();
    let _ = writeln!(
        out,
        "\n{} programs, {below} below {threshold:.2}, {failed} failed.\n",
        rows.len()
    );
    out
}

/// Keeps the least figure seen, in seconds.
#[derive(Debug, Default, Clone, Copy)]
pub struct Least(Option<f64>);

impl Least {
    /// Takes one more measurement.
    pub fn add(&mut self, seconds: f64) {
        self.0 = Some(self.0.map_or(seconds, |least| least.min(seconds)));
    }

    /// Takes one more duration.
    pub fn add_duration(&mut self, time: Duration) {
        self.add(time.as_secs_f64());
    }

    /// The least so far, or zero.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0.unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, baseline: f64, candidate: f64) -> Row {
        Row { name: name.to_owned(), outcome: Ok(Figures { baseline, candidate }) }
    }

    #[test]
    fn the_mean_is_geometric_and_leaves_failures_out() {
        let failed = Row { name: "c".to_owned(), outcome: Err("exit 1".to_owned()) };
        let rows = [row("a", 4.0, 1.0), row("b", 1.0, 1.0), failed];
        assert!((geometric_mean(&rows).unwrap() - 2.0).abs() < 1e-12);
        assert_eq!(geometric_mean(&[]), None);
    }

    #[test]
    fn slow_rows_are_flagged() {
        let rows = [row("quick", 2.0, 1.0), row("slow", 1.0, 2.0)];
        let text = table("CPU time", "s", &rows, 1.0);
        let line = |name| text.lines().find(|line| line.contains(name)).unwrap();
        assert!(line("slow").ends_with("| below |"));
        assert!(!line("quick").contains("below"));
        assert!(line("geometric").contains("1.00"));
        assert!(text.contains("2 programs, 1 below 1.00, 0 failed."));
    }

    #[test]
    fn the_least_of_all_rounds_counts() {
        let mut least = Least::default();
        for seconds in [3.0, 1.5, 2.0] {
            least.add(seconds);
        }
        assert!((least.get() - 1.5).abs() < 1e-12);
    }
}
