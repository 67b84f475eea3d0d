//! The geometry of the toy's weight plane: closed forms for any B and T.
//!
//! Under a fixed wire B the flow keeps `c = 2BW − A²`, so W follows A along a parabola and the
//! plane falls into lines:
//!
//! ```text
//! Ȧ = B (T − WA) = −p(A)/2,   p(A) = A³ + cA − 2BT
//! ```
//!
//! A run ends at the first root of p in the direction in which it sets out. There W A = T, and
//! the root is stable where p′ = 2 (A² + BW) > 0. Let BT ≠ 0, `s = sign(BT)` and `α = |BT|^⅓`.
//! Then p has one root if c > −3α², and three if c < −3α²: one with the sign of BT, where the
//! network aligns (BW > 0), and two with the other sign, of which the outer one is stable: there
//! it ends anti-aligned (BW < 0). The starts that end so are
//!
//! ```text
//! { sA ≤ −α,  BW < (A² − 3α²)/2 }  ∪  { −α < sA < 0,  BW < BT/A }
//! ```
//!
//! and those of the border, which by the flow end at its unstable solutions, but by the least
//! disturbance may end on either side. For B = T = 1 that is {A ≤ −1, W < A²/2 − 3/2} ∪
//! {−1 < A < 0, W < 1/A}. Back-propagation keeps `k = W² − A²`; for T ≠ 0 its runs end at
//! A² = (√(k² + 4T²) − k)/2, on the side where A + sign(T) W lies, and at the saddle 0 if that
//! is 0.

use super::toy::Toy;

/// Where a line breaks.
const BREAK: (f64, f64) = (f64::NAN, f64::NAN);

/// `n` numbers from one end to the other, both included.
#[inline(never)]
fn spread(n: usize, from: f64, to: f64) -> Vec<f64> {
    let at = |i: usize| from + (to - from) * i as f64 / (n.max(2) - 1) as f64;
    (0..n).map(at).collect()
}

/// The points (A, f(A)) for `n` A within ±half_width.
#[inline(never)]
pub fn graph(n: usize, half_width: f64, f: &dyn Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let point = |a| (a, f(a));
    spread(n, -half_width, half_width)
        .into_iter()
        .map(point)
        .collect()
}

impl Toy {
    /// The points with W A = T of the plane ±half_width whose stability is as asked: branch by
    /// branch, `n` points on each of its two arms; (NaN, NaN) where the line breaks. T = 0 gives
    /// the two axes.
    pub fn solutions(&self, n: usize, half_width: f64, stable: bool) -> Vec<(f64, f64)> {
        let t = self.target();
        let middle = libm::sqrt(t.abs()).min(half_width);
        let mut line = Vec::new();
        let mut add = |a: f64, w: f64| {
            let shown = a.abs() <= half_width && w.abs() <= half_width;
            line.push(if shown && (self.downhill(a, w) > 0.0) == stable {
                (a, w)
            } else {
                BREAK
            });
        };
        for sign in [-1.0, 1.0] {
            // On one arm evenly in W, on the other evenly in A.
            for w in spread(n, half_width, middle) {
                let w = w.copysign(sign * t);
                add(t / w, w);
            }
            if t == 0.0 {
                add(f64::NAN, f64::NAN);
            }
            for a in spread(n, middle, half_width) {
                add(sign * a, sign * t / a);
            }
            add(f64::NAN, f64::NAN);
        }
        line
    }

    /// `W = −A²/B`, the border beyond which (BW < −A²) the rule walks uphill and solutions are
    /// unstable. NaN for back-propagation, which never does, and for B = 0.
    pub fn uphill_border(&self, a: f64) -> f64 {
        match self.fixed_feedback() {
            Some(b) if b != 0.0 => -a * a / b,
            _ => f64::NAN,
        }
    }

    /// The W beyond which (BW less than at the border) a start with this A ends anti-aligned. NaN
    /// where no start with this A does.
    pub fn basin_border(&self, a: f64) -> f64 {
        let (b, t) = (self.fixed_feedback().unwrap_or(0.0), self.target());
        let alpha = cube_root((b * t).abs());
        let outwards = -a * (b * t).signum();
        if b * t == 0.0 || outwards <= 0.0 {
            f64::NAN
        } else if outwards < alpha {
            t / a
        } else {
            (a * a - 3.0 * alpha * alpha) / (2.0 * b)
        }
    }

    /// The curve that the flow keeps to: through the start, `n` points within ±half_width.
    pub fn conserved_curve(&self, n: usize, half_width: f64) -> Vec<(f64, f64)> {
        let (a_0, w_0) = self.states()[0];
        let graph = |f: &dyn Fn(f64) -> f64| graph(n, half_width, f);
        let turned = |points: Vec<(f64, f64)>| points.into_iter().map(|(w, a)| (a, w)).collect();
        let kept = self.conserved(a_0, w_0);
        match self.fixed_feedback() {
            Some(0.0) => turned(graph(&|_| a_0)),
            Some(b) => graph(&|a| (kept + a * a) / (2.0 * b)),
            None if kept > 0.0 => graph(&|a| libm::sqrt(kept + a * a).copysign(w_0)),
            None if kept < 0.0 => turned(graph(&|w| libm::sqrt(w * w - kept).copysign(a_0))),
            // The diagonal through the saddle; the saddle itself is a point.
            None if a_0 != 0.0 => graph(&|a| a * w_0 / a_0),
            None => vec![(a_0, w_0)],
        }
    }

    /// (A, W) where the flow from the start ends: what ever smaller steps would reach.
    pub fn flow_end(&self) -> (f64, f64) {
        let (a, w) = self.states()[0];
        if self.error(a, w) == 0.0 {
            return (a, w);
        }
        let (t, kept) = (self.target(), self.conserved(a, w));
        match self.fixed_feedback() {
            Some(b) if b != 0.0 => {
                // p(A) = A³ + cA − 2BT
                let end = first_root(kept, -2.0 * b * t, a);
                (end, (kept + end * end) / (2.0 * b))
            }
            Some(_) if a == 0.0 => (a, w),
            Some(_) => (a, t / a),
            None if t == 0.0 => {
                let root = |square: f64| libm::sqrt(square.max(0.0));
                (root(-kept).copysign(a), root(kept).copysign(w))
            }
            None => {
                let side = a + t.signum() * w;
                let long = libm::sqrt(kept * kept + 4.0 * t * t);
                // The longer of the two from its square, which loses no digits.
                let length = libm::sqrt((long + kept.abs()) / 2.0).copysign(side);
                if side == 0.0 {
                    (0.0, 0.0)
                } else if kept > 0.0 {
                    let w = length * t.signum();
                    (t / w, w)
                } else {
                    (length, t / length)
                }
            }
        }
    }
}

/// `x^⅓` for x ≥ 0: the root of a cubic, too.
pub(super) fn cube_root(x: f64) -> f64 {
    first_root(0.0, -x, 1.0 + x)
}

/// The root of `p(x) = x³ + cx + d` that `ẋ = −p(x)/2` goes to from `x`.
fn first_root(c: f64, d: f64, x: f64) -> f64 {
    let p = |x: f64| x * x * x + c * x + d;
    let way = -p(x).signum();
    if p(x) == 0.0 {
        return x;
    }
    // Between the places where p′ = 0, and out to where Cauchy's bound allows no root, p is
    // monotone: the first stretch at whose end the sign has changed holds the root.
    let turn = libm::sqrt((-c / 3.0).max(0.0));
    let (mut near, mut far) = (x, x);
    for stop in [-turn * way, turn * way, way * (1.0 + c.abs().max(d.abs()))] {
        if (stop - near) * way > 0.0 {
            far = stop;
            if p(far) == 0.0 {
                return far;
            }
            if p(far) * way >= 0.0 {
                break;
            }
            near = far;
        }
    }
    // Halving until there is no number in between.
    loop {
        let middle = near + (far - near) / 2.0;
        if middle == near || middle == far {
            return middle;
        }
        if p(middle) * way >= 0.0 {
            far = middle;
        } else {
            near = middle;
        }
    }
}
