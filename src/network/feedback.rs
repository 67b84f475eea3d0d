//! The learning rules: how the output error reaches the hidden layers.
//!
//! Every rule sends to each hidden layer
//!
//! ```text
//! δ_to = (M δ_from) ⊙ f′(a_to)
//! ```
//!
//! and rules differ only in who sends, and through which matrix M. So a rule is a list of
//! [`Hop`]s, in travel order, and this file is the only one that knows what distinguishes rules
//! ([`wiring`](super::wiring) follows the hops through a particular network). To add a rule: one entry each in [`Rule`], [`Rule::path`] and [`Rule::about`].
//!
//! Sources: Lillicrap et al. 2014 (arXiv 1411.0247) for FA; Nøkland 2016 (NIPS) for DFA and IFA.

crate::choices! {
    /// A learning rule.
    pub enum Rule {
        /// Back-propagation: M = W_fromᵀ, the transposed forward weights.
        Bp = "bp", "Back-propagation";
        /// Feedback alignment: a fixed random matrix in the place of each Wᵀ.
        Fa = "fa", "Feedback alignment";
        /// Direct feedback alignment: the output error goes straight to every hidden layer.
        Dfa = "dfa", "Direct feedback alignment";
        /// Indirect feedback alignment: straight to the first hidden layer, then up again
        /// through the forward weights.
        Ifa = "ifa", "Indirect feedback alignment";
    }
}

impl Rule {
    /// The hops of the rule in a network with `hidden` hidden layers, in travel order.
    /// Hidden layers are 1…hidden, the output is hidden + 1.
    pub fn path(self, hidden: usize) -> Vec<Hop> {
        use Via::{Fixed, Weights};
        let output = hidden + 1;
        let up = 1..=hidden;
        let down = (1..=hidden).rev();
        let hop = |from, to, via| Hop { from, to, via };
        match self {
            Rule::Bp => down.map(|to| hop(to + 1, to, Weights)).collect(),
            Rule::Fa => down.map(|to| hop(to + 1, to, Fixed)).collect(),
            Rule::Dfa => down.map(|to| hop(output, to, Fixed)).collect(),
            Rule::Ifa => up
                .map(|to| {
                    if to == 1 {
                        hop(output, to, Fixed)
                    } else {
                        hop(to - 1, to, Weights)
                    }
                })
                .collect(),
        }
    }

    /// Abbreviation, source and one sentence.
    pub fn about(self) -> About {
        let (short, citation, summary) = match self {
            Rule::Bp => (
                "BP",
                "Rumelhart, Hinton & Williams 1986",
                "The error travels down through the transposed forward weights.",
            ),
            Rule::Fa => (
                "FA",
                "Lillicrap, Cownden, Tweed & Akerman 2014",
                "The error travels down layer by layer through fixed random matrices.",
            ),
            Rule::Dfa => (
                "DFA",
                "Nøkland 2016",
                "The output error goes straight to every hidden layer through fixed random matrices.",
            ),
            Rule::Ifa => (
                "IFA",
                "Nøkland 2016",
                "The output error goes to the first hidden layer through one fixed random matrix, \
                 then up again through the forward weights.",
            ),
        };
        About {
            short,
            citation,
            summary,
        }
    }
}

/// What people want to know of a rule.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Abbreviation of the field.
    pub short: &'static str,
    /// Where the rule was published.
    pub citation: &'static str,
    /// One sentence.
    pub summary: &'static str,
}

crate::choices! {
    /// Which matrix a hop goes through.
    pub enum Via {
        /// The forward weights between the two layers: W_fromᵀ downwards, W_to upwards.
        Weights = "weights", "forward weights";
        /// B_to, random and fixed.
        Fixed = "fixed", "fixed random weights";
    }
}

/// One hop of the error: from layer `from` (the output is the highest) to hidden layer `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The layer whose δ is sent.
    pub from: usize,
    /// The hidden layer that receives.
    pub to: usize,
    /// The matrix M on the way.
    pub via: Via,
}

impl Hop {
    /// `δa₂`, the quantity that arrives.
    pub fn receiver(&self) -> String {
        format!("δa{}", subscript(self.to))
    }

    /// `W₃ᵀ`, `W₂` or `B₂`: the matrix M.
    pub fn matrix(&self) -> String {
        match self.via {
            Via::Fixed => format!("B{}", subscript(self.to)),
            Via::Weights if self.from > self.to => format!("W{}ᵀ", subscript(self.from)),
            Via::Weights => format!("W{}", subscript(self.to)),
        }
    }

    /// `e` where the output layer `output` sends, else `δa₁`.
    pub fn sender(&self, output: usize) -> String {
        if self.from == output {
            "e".into()
        } else {
            format!("δa{}", subscript(self.from))
        }
    }

    /// `f′(a₂)`, the slope at the receiver.
    pub fn slope(&self) -> String {
        format!("f′(a{})", subscript(self.to))
    }

    /// `δa₂ = (B₂ e) ⊙ f′(a₂)`, in the notation of Nøkland 2016 and of the slides.
    pub fn equation(&self, output: usize) -> String {
        let (receiver, matrix) = (self.receiver(), self.matrix());
        format!(
            "{receiver} = ({matrix} {}) ⊙ {}",
            self.sender(output),
            self.slope()
        )
    }
}

fn subscript(number: usize) -> String {
    let digit = |c: char| char::from_u32('₀' as u32 + c as u32 - '0' as u32).unwrap_or(c);
    number.to_string().chars().map(digit).collect()
}
