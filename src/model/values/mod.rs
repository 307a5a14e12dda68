//! stub
#![allow(missing_docs)]
macro_rules! stub { ($($n:ident),*) => { $(#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)] pub struct $n(pub String);)* } }
stub!(Quantity, IntOrString, Time, MicroTime, Duration, Bytes);
