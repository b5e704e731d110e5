//! Packs the Python part of the standard library into one archive: an index of names, then each file compressed by itself, so
//! that importing one module unpacks one file.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a build script reads the library from the build machine"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Folders that make no sense inside a program that brings its own windows, tests and installers.
const LEFT_OUT: &[&str] =
    &["test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "venv"];

/// Changes to files of the library: file, text, and what stands there instead. Each must be found.
const EDITS: &[(&str, &str, &str)] = &[
    (
        "logging/__init__.py",
        "import sys, os, time, io,",
        "import _wall_or_monotonic as time; import sys, os, io,",
    ),
    // As the type that CPython writes in C.
    (
        "_pydatetime.py",
        "return (f'{self.__class__.__name__}'\n                f'(year=",
        "return (f'datetime.{self.__class__.__name__}'\n                f'(year=",
    ),
];

fn edited(name: &str, content: Vec<u8>) -> Vec<u8> {
    let mut content = content;
    for (_, from, to) in EDITS.iter().filter(|(file, ..)| *file == name) {
        let text = String::from_utf8(content).expect("files of the library are UTF-8");
        assert!(text.contains(from), "{name} has changed: {from:?} is not there");
        content = text.replace(from, to).into_bytes();
    }
    content
}

fn collect(folder: &Path, root: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !LEFT_OUT.contains(&name.as_str()) {
                collect(&path, root, files);
            }
        } else if name.ends_with(".py")
            && let Ok(relative) = path.strip_prefix(root)
        {
            files.push((relative.to_string_lossy().into_owned(), path));
        }
    }
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=python");
    let mut files = Vec::new();
    let upstream = Path::new(rustpython_pylib::LIB_PATH);
    collect(upstream, upstream, &mut files);
    // Our own files come instead of those of the same name.
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let mut ours = Vec::new();
    collect(&own, &own, &mut ours);
    let own_names: Vec<&str> = ours
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(".py"))
        .filter(|name| !name.contains('/'))
        .collect();
    let out_folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out_folder.join("own.rs"), format!("&{own_names:?}"))
        .expect("the list can be written");
    files.retain(|(name, _)| !ours.iter().any(|(own, _)| own == name));
    files.extend(ours);
    files.sort();
    let (mut index, mut data) = (Vec::new(), Vec::new());
    for (name, path) in files {
        let content = fs::read(&path).expect("the files of the library can be read");
        let content = edited(&name, content);
        let packed = lz4_flex::block::compress_prepend_size(&content);
        index.extend((name.len() as u32).to_le_bytes());
        index.extend(name.as_bytes());
        index.extend((data.len() as u32).to_le_bytes());
        index.extend((packed.len() as u32).to_le_bytes());
        data.extend(packed);
    }
    let out = out_folder.join("library.bin");
    let mut file = fs::File::create(out).expect("the archive can be written");
    file.write_all(&(index.len() as u32).to_le_bytes()).expect("the archive can be written");
    file.write_all(&index).expect("the archive can be written");
    file.write_all(&data).expect("the archive can be written");
}
