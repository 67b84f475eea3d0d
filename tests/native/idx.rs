//! Does every malformed IDX file end in a sentence, and every good one in its content?

use feedback_alignment::data::idx::Idx;
use feedback_alignment::data::{Dataset, MinibatchOrder, folder};
use flate2::{Compression, write::GzEncoder};
use ndarray::Array2;
use proptest::prelude::*;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn images(count: usize, rows: usize, columns: usize) -> Idx {
    let pixels = Array2::from_shape_fn((count, rows * columns), |(i, j)| (i * 31 + j * 7) as u8);
    Idx::Images {
        rows,
        columns,
        pixels,
    }
}

fn labels(count: usize) -> Idx {
    Idx::Labels((0..count).map(|i| (i % 10) as u8).collect())
}

fn complaint(bytes: &[u8]) -> String {
    Idx::parse(bytes).unwrap_err().to_string()
}

/// A header of big-endian numbers, and the data.
fn file(header: &[u32], data: &[u8]) -> Vec<u8> {
    header
        .iter()
        .flat_map(|n| n.to_be_bytes())
        .chain(data.iter().copied())
        .collect()
}

#[test]
fn each_fault_has_its_sentence() {
    for (bytes, expected) in [
        (
            vec![],
            "must hold its magic number, but the file ends too early",
        ),
        (file(&[0x0802, 1], &[0]), "but begins with 00000802"),
        (b"<!DOCTYPE html>".to_vec(), "but begins with 3c21444f"),
        (
            file(&[0x0803, 2, 28], &[]),
            "the width of an image, but the file ends too early",
        ),
        (
            file(&[0x0803, 0, 28, 28], &[]),
            "the number of images must be at least 1, but is 0",
        ),
        (
            file(&[0x0803, 2, 2, 2], &[0; 7]),
            "must hold 2 × 2 × 2 bytes of data, but ends after 7",
        ),
        (
            file(&[0x0803, 2, 2, 2], &[0; 9]),
            "must hold 2 × 2 × 2 bytes of data, but goes on after them",
        ),
        (
            file(&[0x0801, 3], &[1, 10, 2]),
            "labels must be 0 to 9, but label 1 is 10",
        ),
        (
            file(&[0x0803, u32::MAX, u32::MAX, u32::MAX], &[]),
            "at most 256 MB, but its header says 4294967295 × 4294967295 × 4294967295",
        ),
        (
            file(&[0x0801, u32::MAX], &[]),
            "at most 256 MB, but its header says 4294967295",
        ),
    ] {
        assert!(
            complaint(&bytes).contains(expected),
            "{} | {expected}",
            complaint(&bytes)
        );
        if !bytes.is_empty() {
            assert!(
                complaint(&gzip(&bytes)).contains(expected),
                "{}",
                complaint(&gzip(&bytes))
            );
        }
    }
}

#[test]
fn a_gzip_bomb_is_refused_after_its_promise() {
    // 300 MB of zeros behind a header that promises eight bytes: read up to the ninth.
    let bomb = gzip(&[file(&[0x0803, 2, 2, 2], &[]), vec![0; 300 << 20]].concat());
    assert!(complaint(&bomb).contains("goes on after them"));
}

#[test]
fn damage_inside_gzip_is_noticed() {
    let mut damaged = gzip(&images(20, 5, 5).to_bytes());
    let checksum = damaged.len() - 8;
    damaged[checksum] ^= 1;
    assert!(
        complaint(&damaged).contains("it is damaged"),
        "{}",
        complaint(&damaged)
    );
}

#[test]
fn every_truncation_is_noticed() {
    let whole = images(9, 5, 5).to_bytes();
    for bytes in [gzip(&whole), whole] {
        for cut in 0..bytes.len() {
            assert!(
                Idx::parse(&bytes[..cut]).is_err(),
                "cut to {cut} of {}",
                bytes.len()
            );
        }
    }
}

#[test]
fn images_and_labels_must_belong_together() {
    let refuse = |x: Idx, y: Idx| Dataset::from_idx(x, y).unwrap_err().to_string();
    assert!(refuse(images(3, 2, 2), labels(4)).contains("3 images and 4 labels"));
    assert!(refuse(labels(3), labels(3)).contains("images was expected, but it holds labels"));
    assert!(refuse(images(3, 2, 2), images(3, 2, 2)).contains("labels was expected"));
    assert!(refuse(images(1, 2, 2), Idx::Labels(vec![200])).contains("below 10, but one is 200"));
}

#[test]
fn pixels_and_labels_arrive_as_numbers() {
    let data = Dataset::from_idx(images(12, 2, 3), labels(12)).unwrap();
    assert_eq!(
        (data.len(), data.inputs(), data.outputs(), data.classes()),
        (12, 6, 10, 10)
    );
    let (mut x, mut y) = ([0.5; 6], [0.5; 10]);
    data.write(11, &mut x, &mut y);
    let pixel = |j: usize| f32::from((11 * 31 + j * 7) as u8) / 255.0;
    assert_eq!(x, std::array::from_fn(pixel));
    assert_eq!(y, std::array::from_fn(|j| f32::from(u8::from(j == 1))));
    assert_eq!(data.head(5).len(), 5);
    assert_eq!(data.head(500).len(), 12);
}

#[test]
fn a_folder_says_which_file_is_missing_or_wrong() {
    let dir = std::env::temp_dir().join(format!("feedback-alignment-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let complain = || folder::load(&dir).unwrap_err().to_string();
    assert!(complain().contains("must hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz"));
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(dir.join(name), bytes).unwrap();
    write("train-images-idx3-ubyte", images(30, 3, 3).to_bytes());
    write("train-labels-idx1-ubyte.gz", gzip(&labels(30).to_bytes()));
    write(
        "t10k-images-idx3-ubyte.gz",
        gzip(&images(8, 3, 3).to_bytes()),
    );
    write("t10k-labels-idx1-ubyte.gz", b"404".to_vec());
    assert!(complain().contains("t10k-labels-idx1-ubyte.gz: an IDX file must hold"));
    write("t10k-labels-idx1-ubyte.gz", gzip(&labels(8).to_bytes()));
    let (train, test) = folder::load(&dir).unwrap();
    assert_eq!((train.len(), test.len()), (30, 8));
    std::fs::remove_dir_all(&dir).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_written_is_read(n in 1usize..20, rows in 1usize..9, columns in 1usize..9) {
        for idx in [images(n, rows, columns), labels(n)] {
            prop_assert_eq!(&Idx::parse(&idx.to_bytes()).unwrap(), &idx);
            prop_assert_eq!(&Idx::parse(&gzip(&idx.to_bytes())).unwrap(), &idx);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), header in 0usize..4) {
        let starts: [&[u8]; 4] = [&[], &[0, 0, 8, 3], &[0, 0, 8, 1], &[0x1f, 0x8b, 8, 0]];
        if let Err(why) = Idx::parse(&[starts[header], &bytes].concat()) {
            prop_assert!(why.to_string().len() > 20);
        }
    }

    #[test]
    fn a_changed_byte_is_an_error_or_another_well_formed_file(at in 0usize..1000, to: u8, packed: bool) {
        let whole = images(9, 5, 5).to_bytes();
        let mut bytes = if packed { gzip(&whole) } else { whole };
        let at = at % bytes.len();
        bytes[at] = to;
        match Idx::parse(&bytes) {
            Ok(Idx::Images { rows, columns, pixels }) => {
                prop_assert_eq!(pixels.ncols(), rows * columns);
                prop_assert_eq!(pixels.len(), 225);
            }
            Ok(Idx::Labels(_)) => prop_assert!(false, "images cannot become labels"),
            Err(why) => prop_assert!(why.to_string().len() > 20),
        }
    }

    #[test]
    fn an_epoch_visits_every_example_once(examples in 1usize..200, batch in 1usize..70, seed: u32) {
        let batch = batch.min(examples);
        let mut order = MinibatchOrder::new(examples, batch, seed);
        for _epoch in 0..3 {
            let mut seen: Vec<u32> = Vec::new();
            for _ in 0..order.batches_per_epoch() {
                seen.extend(order.next_batch());
            }
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..examples as u32).collect::<Vec<_>>());
        }
    }
}
