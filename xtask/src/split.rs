//! A seeded, stratified split: every class gives the same share to both sides, and the same seed the same split.

/// SplitMix64 (Steele, Lea & Flood 2014): state ← state + γ, then two multiply-and-shift rounds.
///
/// Written out here because the split is part of the data: no library's next version may change it.
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`: ⌊bound · u / 2⁶⁴⌋.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// Fisher and Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// How many of each class go to the first side, `total` in all: each class's exact share is rounded down, and what is
/// left over goes to the largest remainders, the smaller class number first.
pub fn shares(classes: &[usize], total: usize) -> Vec<usize> {
    let all: usize = classes.iter().sum();
    assert!(total <= all, "{total} cannot be taken from {all}");
    let mut shares: Vec<usize> = classes.iter().map(|count| count * total / all).collect();
    let mut by_remainder: Vec<usize> = (0..classes.len()).collect();
    by_remainder.sort_by_key(|&class| std::cmp::Reverse(classes[class] * total % all));
    let left_over = total - shares.iter().sum::<usize>();
    for &class in &by_remainder[..left_over] {
        shares[class] += 1;
    }
    shares
}

/// An item: its class and its number within the class.
pub type Item = (usize, usize);

/// Splits the classes of these sizes into `total` items and the rest, each side in shuffled order.
pub fn split(classes: &[usize], total: usize, seed: u64) -> (Vec<Item>, Vec<Item>) {
    let mut random = SplitMix64(seed);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (class, (&count, share)) in classes.iter().zip(shares(classes, total)).enumerate() {
        let mut items: Vec<Item> = (0..count).map(|number| (class, number)).collect();
        random.shuffle(&mut items);
        second.extend(items.split_off(share));
        first.append(&mut items);
    }
    random.shuffle(&mut first);
    random.shuffle(&mut second);
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The class sizes of MNIST's first 10,000 training images.
    const MNIST: [usize; 10] = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];

    #[test]
    fn the_generator_agrees_with_its_published_reference_values() {
        // The first outputs for seed 1234567 of the reference implementation in C.
        let mut random = SplitMix64(1_234_567);
        let values = [random.next(), random.next(), random.next()];
        assert_eq!(
            values,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn shares_add_up_and_stay_within_one_of_the_exact_share() {
        let shares = shares(&MNIST, 8000);
        assert_eq!(shares.iter().sum::<usize>(), 8000);
        for (share, count) in shares.iter().zip(MNIST) {
            assert!((*share as f64 - 0.8 * count as f64).abs() < 1.0);
        }
        assert_eq!(super::shares(&[1, 1, 1], 2), [1, 1, 0]);
        assert_eq!(super::shares(&[5, 0], 5), [5, 0]);
    }

    #[test]
    fn every_item_is_on_exactly_one_side() {
        let (first, second) = split(&MNIST, 8000, 1);
        assert_eq!((first.len(), second.len()), (8000, 2000));
        let mut all = [first, second].concat();
        all.sort_unstable();
        let expected: Vec<Item> = (0..10)
            .flat_map(|class| (0..MNIST[class]).map(move |number| (class, number)))
            .collect();
        assert_eq!(all, expected);
    }

    #[test]
    fn the_seed_decides_and_the_order_is_not_by_class() {
        assert_eq!(split(&MNIST, 8000, 1), split(&MNIST, 8000, 1));
        assert_ne!(split(&MNIST, 8000, 1), split(&MNIST, 8000, 2));
        let (first, _) = split(&MNIST, 8000, 1);
        let head = &first[..100];
        assert!((0..10).all(|class| head.iter().any(|item| item.0 == class)));
    }
}
