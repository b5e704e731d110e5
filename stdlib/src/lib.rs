//! (see the package description)
//!
//! The Python part of the standard library, packed at build time.

use std::collections::HashMap;
use std::sync::OnceLock;

static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

/// The modules written for this machine in place of those that CPython writes in C.
pub static OWN_MODULES: &[&str] = include!(concat!(env!("OUT_DIR"), "/own.rs"));

/// Where each file lies in the archive.
fn index() -> &'static HashMap<&'static str, (usize, usize)> {
    static INDEX: OnceLock<HashMap<&'static str, (usize, usize)>> = OnceLock::new();
    INDEX.get_or_init(|| read_index().unwrap_or_default())
}

fn number(at: &mut usize) -> Option<usize> {
    let bytes = ARCHIVE.get(*at..*at + 4)?;
    *at += 4;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}

fn read_index() -> Option<HashMap<&'static str, (usize, usize)>> {
    let mut at = 0;
    let end = number(&mut at)? + 4;
    let mut files = HashMap::new();
    while at < end {
        let len = number(&mut at)?;
        let name = std::str::from_utf8(ARCHIVE.get(at..at + len)?).ok()?;
        at += len;
        let (start, size) = (number(&mut at)?, number(&mut at)?);
        files.insert(name, (end + start, size));
    }
    Some(files)
}

/// The content of the library's file `name` (`json/decoder.py`), if there is one.
pub fn file(name: &str) -> Option<Vec<u8>> {
    let &(start, size) = index().get(name)?;
    lz4_flex::block::decompress_size_prepended(ARCHIVE.get(start..start + size)?).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn files_come_back() {
        let text = super::file("keyword.py").expect("the library has a module `keyword`");
        assert!(String::from_utf8_lossy(&text).contains("kwlist"));
        assert!(super::file("no/such.py").is_none());
    }
}
