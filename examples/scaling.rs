//! Whether a run takes time as the size of what it reads: `cargo run --release --example scaling [BINARY]`.
//!
//! Makes files of one kind of thing, small and four times as large, and prints how much longer the larger one takes, the
//! program's start apart: about 4 where time grows as the size, 16 where it grows as its square.
#![expect(clippy::print_stdout, reason = "its figures are its output")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;
/// Copies of the objects that lean on each other, in the small file.
const COPIES: usize = 500;
/// Items of a list or mapping, in the small file.
const ITEMS: usize = 5_000;

const SHOP: &str = include_str!("../fixtures/crowd/shop.yaml");

/// The quickest of some runs.
fn time(binary: &Path, arguments: &[&str]) -> Duration {
    let run = || {
        let began = Instant::now();
        let mut command = Command::new(binary);
        command.args(arguments).stdout(Stdio::null());
        command.status().expect("the program runs");
        began.elapsed()
    };
    (0..RUNS).map(|_| run()).min().expect("several runs")
}

/// The objects of the shop, many times, each time with something put in for a part of the text.
fn copies(count: usize, part: &str, put_in: impl Fn(usize) -> String) -> String {
    let copies: Vec<String> = (0..count)
        .map(|number| SHOP.replace(part, &put_in(number)))
        .collect();
    copies.join("---\n")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// A Pod with some fields of its spec, some of its only container, and annotations.
fn pod(spec: &str, container: &str, annotations: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    a: b\n{annotations}spec:\n{spec}  containers:\n  - name: a\n    image: a:1\n{container}"
    )
}

fn env(count: usize, item: impl Fn(usize) -> String) -> String {
    pod("", &format!("    env:\n{}", lines(count, item)), "")
}

fn volumes(count: usize, mounted: &str) -> String {
    let volumes = lines(count, |n| format!("  - {{name: v{n}, emptyDir: {{}}}}\n"));
    let mounts = lines(count, |n| {
        format!("    - {{name: {mounted}{n}, mountPath: /{n}}}\n")
    });
    pod(
        &format!("  volumes:\n{volumes}"),
        &format!("    volumeMounts:\n{mounts}"),
        "",
    )
}

type Make = fn(usize) -> String;

/// What is made, how much of it for the small file, and how.
const CASES: [(&str, usize, Make); 10] = [
    ("objects of one name", COPIES, |count| {
        copies(count, "-one", |_| String::from("-one"))
    }),
    ("objects of many names", COPIES, |count| {
        copies(count, "-one", |number| format!("-{number}"))
    }),
    ("objects of many namespaces", COPIES, |count| {
        let namespace = |number| format!("namespace: shop-{number}");
        copies(count, "namespace: shop", namespace)
    }),
    ("keys", ITEMS, |count| {
        pod("", "", &lines(count, |n| format!("    k{n}: v\n")))
    }),
    ("one key", ITEMS, |count| {
        pod("", "", &lines(count, |_| String::from("    k: v\n")))
    }),
    ("environment", ITEMS, |count| {
        env(count, |n| format!("    - {{name: E{n}, value: $(E{n})}}\n"))
    }),
    ("one variable", ITEMS, |count| {
        env(count, |_| String::from("    - {name: E, value: a}\n"))
    }),
    ("refused variables", ITEMS, |count| {
        env(count, |n| format!("    - {{name: \"\", value: v{n}}}\n"))
    }),
    ("volumes", ITEMS, |count| volumes(count, "v")),
    ("volumes that are missing", ITEMS, |count| {
        volumes(count, "w")
    }),
];

fn main() {
    let own = std::env::current_exe().expect("this program has a path");
    let beside = own.parent().expect("it lies in a folder");
    let binary = std::env::args_os()
        .nth(1)
        .map_or_else(|| beside.join("../everynode"), PathBuf::from);
    let start = time(&binary, &["--version"]);
    let file = std::env::temp_dir().join("everynode-scaling.yaml");
    for (name, count, make) in CASES {
        let [small, large] = [count, 4 * count].map(|count| {
            std::fs::write(&file, make(count)).expect("the temporary folder can be written");
            let path = file.display().to_string();
            let taken = time(&binary, &["check", "--isolated", &path]);
            taken.saturating_sub(start).as_secs_f64() * 1e3
        });
        let ratio = large / small;
        println!("{name:<26} {small:>8.1} ms, four times as large {large:>8.1} ms: {ratio:>5.1}");
    }
    let _ = std::fs::remove_file(&file);
}
