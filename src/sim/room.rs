//! What is left on a node: resources, pod slots, host ports.
//!
//! Follows `pkg/scheduler/framework/types.go` (`NodeInfo`, `HostPortInfo`) and
//! `pkg/scheduler/framework/plugins/noderesources/fit.go` (`fitsRequest`).

use super::node::Amounts;
use super::pod::HostPort;
use super::reason::Why;
use crate::model::field::Text;
use std::collections::HashMap;

/// One resource of a node.
#[derive(Clone, Copy, Debug, Default)]
struct Stock {
    allocatable: i64,
    used: i64,
}

impl Stock {
    fn left(self) -> i64 {
        self.allocatable.saturating_sub(self.used)
    }
}

/// A host port, made small: protocol and port, then address, each as a number of the run's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    socket: u32,
    ip: u32,
}

/// Numbers for protocols, ports and addresses.
#[derive(Debug, Default)]
pub struct Ports {
    sockets: HashMap<(Text, i32), u32>,
    ips: HashMap<Text, u32>,
}

const ANY: &str = "0.0.0.0";

impl Ports {
    /// The ports of a pod, made small; `0.0.0.0` is 0.
    pub fn small(&mut self, ports: &[HostPort]) -> Vec<Port> {
        if self.ips.is_empty() {
            self.ips.insert(Text::new_static(ANY), 0);
        }
        ports
            .iter()
            .map(|port| {
                let next = self.sockets.len() as u32;
                let socket = *self
                    .sockets
                    .entry((port.protocol.clone(), port.port))
                    .or_insert(next);
                let next = self.ips.len() as u32;
                let ip = *self.ips.entry(port.ip.clone()).or_insert(next);
                Port { socket, ip }
            })
            .collect()
    }
}

/// What a pod takes from a node.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Its requests.
    pub requests: Amounts,
    /// Its host ports.
    pub ports: Vec<Port>,
}

/// What is left on one node.
#[derive(Clone, Debug, Default)]
pub struct Room {
    cpu: Stock,
    memory: Stock,
    ephemeral: Stock,
    slots: Stock,
    other: Vec<(Box<str>, Stock)>,
    ports: Vec<Port>,
    /// Nothing says what the node offers: all requests fit.
    unknown: bool,
}

impl Room {
    /// An empty node.
    #[must_use]
    pub fn new(allocatable: Option<&Amounts>) -> Self {
        let Some(amounts) = allocatable else {
            return Self {
                unknown: true,
                ..Self::default()
            };
        };
        let stock = |allocatable| Stock {
            allocatable,
            used: 0,
        };
        Self {
            cpu: stock(amounts.milli_cpu),
            memory: stock(amounts.memory),
            ephemeral: stock(amounts.ephemeral_storage),
            slots: stock(amounts.pods),
            other: amounts
                .other
                .iter()
                .map(|(name, amount)| (name.clone(), stock(*amount)))
                .collect(),
            ports: Vec::new(),
            unknown: false,
        }
    }

    fn change(&mut self, requests: &Amounts, sign: i64) {
        self.cpu.used = self
            .cpu
            .used
            .saturating_add(requests.milli_cpu.saturating_mul(sign));
        self.memory.used = self
            .memory
            .used
            .saturating_add(requests.memory.saturating_mul(sign));
        self.ephemeral.used = self
            .ephemeral
            .used
            .saturating_add(requests.ephemeral_storage.saturating_mul(sign));
        self.slots.used += sign;
        for (name, amount) in &requests.other {
            let used = amount.saturating_mul(sign);
            match self.other.iter_mut().find(|stock| stock.0 == *name) {
                Some((_, stock)) => stock.used = stock.used.saturating_add(used),
                None => self.other.push((
                    name.clone(),
                    Stock {
                        allocatable: 0,
                        used,
                    },
                )),
            }
        }
    }

    /// A pod comes.
    pub fn add(&mut self, load: &Load) {
        self.change(&load.requests, 1);
        for port in &load.ports {
            if let Err(at) = self.ports.binary_search(port) {
                self.ports.insert(at, *port);
            }
        }
    }

    /// A pod goes.
    pub fn remove(&mut self, load: &Load) {
        self.change(&load.requests, -1);
        for port in &load.ports {
            if let Ok(at) = self.ports.binary_search(port) {
                self.ports.remove(at);
            }
        }
    }

    /// `HostPortInfo.CheckConflict`: the same port on the same address, or on all of them.
    fn taken(&self, port: Port) -> bool {
        if self.ports.is_empty() {
            return false;
        }
        let from = self.ports.partition_point(|used| used.socket < port.socket);
        let mut used = self.ports[from..]
            .iter()
            .take_while(|used| used.socket == port.socket);
        used.any(|used| used.ip == 0 || port.ip == 0 || used.ip == port.ip)
    }

    /// Whether the pod fits as the node stands.
    #[must_use]
    pub fn fits(&self, load: &Load) -> bool {
        !load.ports.iter().any(|port| self.taken(*port)) && self.has_resources(&load.requests)
    }

    fn has_resources(&self, requests: &Amounts) -> bool {
        if self.unknown {
            return true;
        }
        self.slots.left() >= 1
            && (requests.milli_cpu == 0 || requests.milli_cpu <= self.cpu.left())
            && (requests.memory == 0 || requests.memory <= self.memory.left())
            && (requests.ephemeral_storage == 0
                || requests.ephemeral_storage <= self.ephemeral.left())
            && requests
                .other
                .iter()
                .all(|(name, amount)| *amount == 0 || *amount <= self.stock(name).left())
    }

    fn stock(&self, name: &str) -> Stock {
        self.other
            .iter()
            .find(|stock| &*stock.0 == name)
            .map_or_else(Stock::default, |stock| stock.1)
    }

    /// What keeps the pod out, as bits: equal numbers mean equal reasons. None where it would not fit into the bits.
    #[must_use]
    pub fn shortage(&self, load: &Load) -> Option<u64> {
        let requests = &load.requests;
        if load.ports.len() + requests.other.len() > 60 {
            return None;
        }
        let mut bits = 0;
        let mut push = |short: bool| bits = bits << 1 | u64::from(short);
        for port in &load.ports {
            push(self.taken(*port));
        }
        if !self.unknown {
            let short = |amount: i64, stock: Stock| amount > 0 && amount > stock.left();
            push(self.slots.left() < 1);
            push(short(requests.milli_cpu, self.cpu));
            push(short(requests.memory, self.memory));
            push(short(requests.ephemeral_storage, self.ephemeral));
            for (name, amount) in &requests.other {
                push(short(*amount, self.stock(name)));
            }
        }
        Some(bits)
    }

    /// The host ports of the pod that are taken.
    pub fn port_reasons(&self, load: &Load, why: &mut Vec<Why>) {
        for (index, port) in load.ports.iter().enumerate() {
            if self.taken(*port) {
                why.push(Why::Port(index as u16));
            }
        }
    }

    /// What there is too little of, in the scheduler's order.
    pub fn resource_reasons(&self, load: &Load, why: &mut Vec<Why>) {
        if self.unknown {
            return;
        }
        let requests = &load.requests;
        if self.slots.left() < 1 {
            why.push(Why::TooManyPods);
        }
        let mut check = |name: &str, amount: i64, stock: Stock| {
            if amount > 0 && amount > stock.left() {
                why.push(Why::Insufficient(name.into()));
            }
        };
        check("cpu", requests.milli_cpu, self.cpu);
        check("memory", requests.memory, self.memory);
        check(
            "ephemeral-storage",
            requests.ephemeral_storage,
            self.ephemeral,
        );
        for (name, amount) in &requests.other {
            check(name, *amount, self.stock(name));
        }
    }

    /// Whether the pod asks for more than the node has when empty, so that no eviction can help.
    #[must_use]
    pub fn is_too_small(&self, load: &Load) -> bool {
        let requests = &load.requests;
        !self.unknown
            && (requests.milli_cpu > self.cpu.allocatable
                || requests.memory > self.memory.allocatable
                || requests.ephemeral_storage > self.ephemeral.allocatable
                || requests
                    .other
                    .iter()
                    .any(|(name, amount)| *amount > self.stock(name).allocatable))
    }

    /// How much of cpu and memory is free once the pod is there, from 0 to 100 (`leastAllocatedScorer`).
    #[must_use]
    pub fn score(&self, load: &Load) -> i64 {
        if self.unknown {
            return 0;
        }
        let part = |stock: Stock, request: i64| {
            if stock.allocatable <= 0 {
                return 0;
            }
            let free = stock.left().saturating_sub(request).max(0);
            (i128::from(free) * 100 / i128::from(stock.allocatable)) as i64
        };
        (part(self.cpu, load.requests.milli_cpu) + part(self.memory, load.requests.memory)) / 2
    }

    /// Pods on the node.
    #[must_use]
    pub fn pods(&self) -> i64 {
        self.slots.used
    }
}
