//! Limit ranges.

use super::resource_names::{
    is_overcommit_allowed, validate_container_resource_name, validate_resource_name,
};
use super::resources::Lookup;
use crate::model::core::{LimitRange, LimitRangeItem};
use crate::model::field::{Field, Map, Obj, Text};
use crate::model::values::{Format, Quantity, names};
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// The largest number that fits in thousandths (`resource.MaxMilliValue`).
const MAX_MILLI: i64 = i64::MAX / 1000;

/// `ValidateLimitRange`.
pub fn validate_limit_range(range: &LimitRange, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: true,
        keeps_generation: true,
    };
    validate_object_meta(&range.metadata, rules, errs);
    let mut types = Seen::default();
    for item in &range.spec.limits {
        validate_limit_range_type_name(item.r#type.str(), &item.r#type, errs);
        if !types.insert(item.r#type.str()) {
            errs.duplicate(&item.r#type);
        }
        validate_item(item, errs);
    }
}

/// `validateLimitRangeTypeName`.
fn validate_limit_range_type_name(name: &str, at: &Field<Text>, errs: &mut Errors<'_, '_>) {
    let details = names::qualified_name(name);
    if !details.is_empty() {
        errs.invalid_each(at, details);
    } else if !name.contains('/') && !matches!(name, "Pod" | "Container" | "PersistentVolumeClaim")
    {
        errs.invalid(at, "must be a standard limit type or fully qualified");
    }
}

fn validate_names(item: &LimitRangeItem, map: &Map<Quantity>, errs: &mut Errors<'_, '_>) {
    for (name, field) in map.entries() {
        if matches!(item.r#type.str(), "Pod" | "Container") {
            validate_container_resource_name(name, field, errs);
        } else {
            validate_resource_name(name, field, errs);
        }
    }
}

fn validate_item(item: &Obj<LimitRangeItem>, errs: &mut Errors<'_, '_>) {
    validate_names(item, &item.max, errs);
    validate_names(item, &item.min, errs);
    let is_pod = item.r#type == "Pod";
    if is_pod {
        const NOT_FOR_PODS: &str = "may not be specified when `type` is 'Pod'";
        for map in [&item.default, &item.default_request] {
            if !map.entries().is_empty() {
                errs.forbidden(map, NOT_FOR_PODS);
            }
        }
    } else {
        validate_names(item, &item.default, errs);
        validate_names(item, &item.default_request, errs);
    }
    let has_storage = item.min.field("storage").or(item.max.field("storage"));
    if item.r#type == "PersistentVolumeClaim" && has_storage.is_none() {
        let path = errs.path(item) + ".limits";
        errs.add_as(
            ErrorType::Required,
            item,
            path,
            "either minimum or maximum storage value is required, but neither was provided",
        );
    }
    validate_names(item, &item.max_limit_request_ratio, errs);
    let bounds = Bounds {
        item,
        max: Lookup::new(&item.max),
        min: Lookup::new(&item.min),
        default: Lookup::new(&item.default),
        default_request: Lookup::new(&item.default_request),
        ratio: Lookup::new(&item.max_limit_request_ratio),
        is_pod,
    };
    let mut keys = Seen::default();
    let defaults = [&item.default, &item.default_request];
    let defaults = defaults.into_iter().filter(|_| !is_pod);
    let maps = [&item.max, &item.min].into_iter().chain(defaults);
    for map in maps.chain([&item.max_limit_request_ratio]) {
        for (name, _) in map.entries() {
            if keys.insert(name.as_str()) {
                bounds.validate(name, errs);
            }
        }
    }
}

/// The bounds of one item, which must fit each other.
struct Bounds<'m> {
    item: &'m LimitRangeItem,
    max: Lookup<'m>,
    min: Lookup<'m>,
    default: Lookup<'m>,
    default_request: Lookup<'m>,
    ratio: Lookup<'m>,
    is_pod: bool,
}

impl Bounds<'_> {
    fn validate(&self, name: &str, errs: &mut Errors<'_, '_>) {
        let (min, max) = (self.min.get(name), self.max.get(name));
        let (min, max) = (min.as_deref(), max.as_deref());
        let pods_have_none = |found: Option<std::borrow::Cow<'_, Quantity>>| {
            found
                .filter(|_| !self.is_pod)
                .map(std::borrow::Cow::into_owned)
        };
        let default = pods_have_none(self.default.get(name));
        let request = pods_have_none(self.default_request.get(name));
        let (default, request) = (default.as_ref(), request.as_ref());
        let at_min = self.item.min.field(name);
        let at_default = self.item.default.field(name);
        let at_request = self.item.default_request.field(name);
        let mut check = |at: Option<&Field<Quantity>>,
                         low: Option<&Quantity>,
                         high: Option<&Quantity>,
                         words: (&str, &str, &str)| {
            if let (Some(at), Some(low), Some(high)) = (at, low, high)
                && low > high
            {
                let (first, relation, second) = words;
                errs.invalid(at, format!("{first} {low} {relation} {second} {high}"));
            }
        };
        let greater = "is greater than";
        check(at_min, min, max, ("min value", greater, "max value"));
        check(
            at_request,
            min,
            request,
            ("min value", greater, "default request value"),
        );
        check(
            at_request,
            request,
            max,
            ("default request value", greater, "max value"),
        );
        check(
            at_request,
            request,
            default,
            ("default request value", greater, "default limit value"),
        );
        check(
            at_default,
            min,
            default,
            ("min value", greater, "default value"),
        );
        check(
            at_default,
            default,
            max,
            ("default value", greater, "max value"),
        );
        self.validate_ratio(name, min, max, errs);
        if let (Some(default), Some(request), Some(at)) = (default, request, at_request)
            && !is_overcommit_allowed(name)
            && default != request
        {
            errs.invalid(
                at,
                format!(
                    "default value {default} must equal to defaultRequest value {request} in {name}"
                ),
            );
        }
    }

    fn validate_ratio(
        &self,
        name: &str,
        min: Option<&Quantity>,
        max: Option<&Quantity>,
        errs: &mut Errors<'_, '_>,
    ) {
        let (Some(ratio), Some(at)) = (
            self.ratio.get(name),
            self.item.max_limit_request_ratio.field(name),
        ) else {
            return;
        };
        if *ratio < Quantity::new(1, Format::DecimalSI) {
            errs.invalid(at, format!("ratio {ratio} is less than 1"));
        }
        let (Some(min), Some(max)) = (min, max) else {
            return;
        };
        let mut value = ratio.value() as f64;
        let (mut low, mut high) = (min.value(), max.value());
        if ratio.value() < MAX_MILLI && low < MAX_MILLI && high < MAX_MILLI {
            value = ratio.milli_value() as f64 / 1000.0;
            low = min.milli_value();
            high = max.milli_value();
        }
        let most = high as f64 / low as f64;
        if value > most {
            errs.invalid(
                at,
                format!("ratio {ratio} is greater than max/min = {most:.6}"),
            );
        }
    }
}
