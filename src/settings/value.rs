//! Values from outside, and how they are quoted in messages.

use serde::Serialize;

/// A value as it arrives from outside (a JS object, a URL), before anybody has checked it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// Any number; JavaScript knows no other kind.
    Number(f64),
    /// A word, for choices.
    Text(String),
    /// A list of numbers, for layer sizes.
    List(Vec<f64>),
    /// Anything else, by the name of its type: never legal, but quoted in the error.
    Other(String),
}

impl std::fmt::Display for Value {
    /// The value as it is quoted in an error message: never longer than a sentence can bear.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const LONGEST: usize = 60;
        let text = match self {
            Value::Flag(flag) => flag.to_string(),
            Value::Number(number) => decimal(*number),
            Value::Text(text) => format!("\"{}\"", text.chars().take(LONGEST).collect::<String>()),
            Value::List(list) => {
                let numbers: Vec<_> = list.iter().take(LONGEST).map(|&x| decimal(x)).collect();
                format!("[{}]", numbers.join(", "))
            }
            Value::Other(kind) => kind.clone(),
        };
        let mut letters = text.chars();
        f.write_str(&letters.by_ref().take(LONGEST).collect::<String>())?;
        f.write_str(if letters.next().is_some() { "…" } else { "" })
    }
}

/// A number as people write it: `0.05`, `4096`, `1e300`, and `about 33.333` where that is not all
/// of it. The standard library would print 1e300 with all its zeros, and takes a tenth of the
/// whole download to do so.
pub(super) fn decimal(x: f64) -> String {
    let size = x.abs();
    if !x.is_finite() {
        return if x.is_nan() { "NaN" } else { "infinite" }.into();
    }
    let sign = if x < 0.0 { "-" } else { "" };
    // As few digits after the point as give the same number again; none at all if it is tiny.
    let most_places = if size == 0.0 || size >= 1e-4 { 15 } else { -1 };
    let mut power = 1u64;
    for places in 0..=most_places {
        let scaled = libm::round(size * power as f64);
        if scaled < 9e15 && scaled / power as f64 == size {
            return format!("{sign}{}", with_point(scaled as u64, places as usize));
        }
        power *= 10;
    }
    if (1e-3..1e12).contains(&size) {
        return format!(
            "about {sign}{}",
            with_point(libm::round(size * 1e3) as u64, 3)
        );
    }
    let (mut mantissa, mut exponent) = (size, 0);
    while mantissa >= 9.9995 {
        (mantissa, exponent) = (mantissa / 10.0, exponent + 1);
    }
    while mantissa < 0.99995 {
        (mantissa, exponent) = (mantissa * 10.0, exponent - 1);
    }
    let digits = with_point(libm::round(mantissa * 1e3) as u64, 3);
    format!("{sign}{digits}e{exponent}")
}

/// `digits` with the last `places` of them after the point, and no zeros at the end.
fn with_point(digits: u64, places: usize) -> String {
    let power = 10u64.pow(places as u32);
    let text = format!("{}.{:0places$}", digits / power, digits % power);
    text.trim_end_matches('0').trim_end_matches('.').into()
}
