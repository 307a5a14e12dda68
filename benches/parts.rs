//! The parts of a run one by one, on one thread: `cargo bench`, or `cargo bench -- schema` for one of them.
#![expect(missing_docs, reason = "what the macros of criterion make has none")]

mod made;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use everynode::engine::{self, Analysis, Settings};
use everynode::model::{Model, ObjectTree};
use everynode::source::{Source, SourceId};
use everynode::{schema, validation, yaml};
use std::hint::black_box;

/// That of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Every tree of some texts.
fn trees<'t>(streams: &'t [yaml::Stream<'t>]) -> Vec<&'t yaml::Tree<'t>> {
    let documents = streams.iter().flat_map(|stream| &stream.documents);
    documents
        .filter_map(|document| document.content.as_ref().ok())
        .collect()
}

/// Objects as JSON, one to a text.
fn as_json(trees: &[&yaml::Tree<'_>]) -> Vec<String> {
    let json = |tree: &&yaml::Tree<'_>| {
        let mut text = String::new();
        yaml::write_json(tree, tree.root(), &mut text);
        text
    };
    trees.iter().map(json).collect()
}

fn decode(tree: &yaml::Tree<'_>, object: &ObjectTree<'_>) -> Option<Model> {
    let at = |key| tree.string(tree.entry(tree.root(), key));
    Model::decode(&at("apiVersion")?, &at("kind")?, object)
}

fn bytes(texts: &[String]) -> Throughput {
    Throughput::Bytes(texts.iter().map(String::len).sum::<usize>() as u64)
}

fn parts(criterion: &mut Criterion) {
    let texts = made::texts("DaemonSet", 300);
    let streams: Vec<_> = texts.iter().map(|text| yaml::parse(text)).collect();
    let trees = trees(&streams);
    let json = as_json(&trees);
    let mut group = criterion.benchmark_group("parts");

    group.throughput(bytes(&json));
    group.bench_function("yaml: JSON", |bench| {
        bench.iter(|| {
            json.iter()
                .for_each(|text| drop(black_box(yaml::parse(text))))
        });
    });
    group.throughput(bytes(&texts));
    group.bench_function("yaml: fast reader", |bench| {
        bench.iter(|| {
            texts
                .iter()
                .for_each(|text| drop(black_box(yaml::parse(text))))
        });
    });
    group.bench_function("yaml: slow reader", |bench| {
        bench.iter(|| {
            texts
                .iter()
                .for_each(|text| drop(black_box(yaml::parse_slow(text))))
        });
    });
    group.bench_function("schema: pass", |bench| {
        bench.iter(|| {
            for tree in &trees {
                drop(black_box(schema::check(tree, tree.root(), schema::NEWEST)));
            }
        });
    });
    group.bench_function("model: decode", |bench| {
        bench.iter(|| {
            for tree in &trees {
                let object = ObjectTree::new(tree, tree.root());
                drop(black_box(decode(tree, &object)));
            }
        });
    });
    let decoded = || {
        let mut objects = Vec::new();
        for tree in trees.iter().copied() {
            let object = ObjectTree::new(tree, tree.root());
            objects.extend(decode(tree, &object).map(|model| (model, object)));
        }
        objects
    };
    group.bench_function("validation: defaults and verdict", |bench| {
        bench.iter_batched_ref(
            decoded,
            |objects| {
                for (model, object) in objects {
                    validation::prepare(model, object);
                    drop(black_box(validation::validate_prepared(model, object)));
                }
            },
            BatchSize::LargeInput,
        );
    });
    let settings = Settings::default();
    let sources = || -> Vec<Source> {
        let named = texts.iter().enumerate();
        named
            .map(|(number, text)| Source::new(format!("{number}.yaml"), text.clone()))
            .collect()
    };
    let analyse = |sources: &[Source]| -> Vec<Analysis> {
        let numbered = sources.iter().enumerate();
        numbered
            .map(|(number, source)| engine::analyse(source, SourceId(number as u32), &settings))
            .collect()
    };
    group.bench_function("engine: analyse", |bench| {
        let sources = sources();
        bench.iter(|| black_box(analyse(&sources)));
    });
    group.bench_function("engine: link and finish", |bench| {
        bench.iter_batched(
            || {
                let sources = sources();
                let analyses = analyse(&sources);
                (sources, analyses)
            },
            |(sources, analyses)| black_box(engine::finish(sources, analyses, &settings)),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, parts);
criterion_main!(benches);
