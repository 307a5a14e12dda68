//! How long and how much memory a whole run takes, as ratios to merely walking and reading the same files.
//!
//! `cargo run --release --example ratios [BINARY]`: makes its inputs with the generator in `../shared`, runs
//! everynode and the example `walk_and_read` in turn, and prints medians, ratios and peak memory.
#![expect(clippy::print_stdout, reason = "its figures are its output")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 15;

fn start(program: &Path, args: &[&str]) -> Child {
    Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

/// How long one run takes.
fn time(program: &Path, args: &[&str]) -> Duration {
    let began = Instant::now();
    let mut child = start(program, args);
    child.wait().expect("the program can be waited for");
    began.elapsed()
}

/// The most memory that one run holds, in KiB. By itself, since to look at it takes time.
fn peak(program: &Path, args: &[&str]) -> u64 {
    let mut child = start(program, args);
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let most = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        peak = peak.max(most.unwrap_or(0));
        let ended = child.try_wait().expect("the program can be waited for");
        if ended.is_some() {
            return peak;
        }
        std::thread::sleep(Duration::from_micros(300));
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// Runs both in turn, so that noise hits both alike.
fn compare(name: &str, ours: (&Path, &[&str]), base: (&Path, &[&str])) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        a.push(time(ours.0, ours.1));
        b.push(time(base.0, base.1));
    }
    let (a, b) = (median(a), median(b));
    let peak = peak(ours.0, ours.1) as f64 / 1024.0;
    println!(
        "{name:<28} {a:>9.1} ms  base {b:>8.1} ms  ratio {:>5.2}  peak {peak:>6.1} MiB",
        a / b
    );
}

fn size(path: &Path) -> u64 {
    if path.is_file() {
        return std::fs::metadata(path).map_or(0, |data| data.len());
    }
    let entries = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries.map(|entry| size(&entry.path())).sum()
}

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        std::env::var_os("EVERYNODE_SHARED").map_or_else(|| here.join("../shared"), PathBuf::from);
    let own = std::env::current_exe().expect("this program has a path");
    let examples = own.parent().expect("it lies in a folder").to_path_buf();
    let binary = std::env::args_os()
        .nth(1)
        .map_or_else(|| examples.join("../everynode"), PathBuf::from);
    let base = examples.join("walk_and_read");
    for program in [&binary, &base] {
        assert!(
            program.exists(),
            "{} is not built: cargo build --release --examples --bins",
            program.display()
        );
    }
    let folder = std::env::temp_dir().join("everynode-ratios");
    let tree = folder.join("tree");
    let big = folder.join("big.yaml");
    let generator = shared.join("gen-tree.py");
    if generator.exists() {
        if !tree.exists() {
            std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
            let make = |args: &[&std::ffi::OsStr]| {
                let made = Command::new("python3")
                    .arg(&generator)
                    .args(args)
                    .stdout(Stdio::null())
                    .status();
                assert!(
                    made.is_ok_and(|status| status.success()),
                    "the generator failed"
                );
            };
            make(&[tree.as_os_str(), "--files".as_ref(), "10000".as_ref()]);
            make(&[big.as_os_str(), "--single".as_ref(), "20000000".as_ref()]);
        }
    } else {
        println!(
            "SKIP: {} not found; only the shipped example is measured",
            generator.display()
        );
    }
    let text = |path: &Path| path.display().to_string();
    let inputs = [
        ("corpus", shared.join("corpus")),
        ("tree of 10,000 files", tree),
        ("one file of 20 MB", big),
    ];
    for (name, path) in inputs.iter().filter(|input| input.1.exists()) {
        let (path_text, megabytes) = (text(path), size(path) as f64 / 1e6);
        println!("{name}: {megabytes:.1} MB");
        compare(
            name,
            (&binary, &["check", "--isolated", &path_text]),
            (&base, &[&path_text]),
        );
        compare(
            "  with --preset all",
            (
                &binary,
                &["check", "--isolated", "--preset", "all", &path_text],
            ),
            (&base, &[&path_text]),
        );
    }
    let one = text(&here.join("fixtures/tutorials/fluentd-both-tolerations.yaml"));
    compare(
        "one DaemonSet / --version",
        (&binary, &["check", "--isolated", &one]),
        (&binary, &["--version"]),
    );
}
