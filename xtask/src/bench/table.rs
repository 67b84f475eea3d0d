//! A table, for a terminal or for a README.

pub struct Table {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What the numbers are, where the head does not say it.
    pub note: String,
}

impl Table {
    /// Columns side by side: the first to the left, numbers to the right.
    pub fn text(&self) -> String {
        let all = || std::iter::once(&self.head).chain(&self.rows);
        let width = |column: usize| {
            let cells = all().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate();
            let padded = cells.map(|(column, (cell, &width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            format!("  {}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
        };
        let lines: String = all().map(line).collect();
        format!("{}\n{lines}{}", self.title, self.note_below("  "))
    }

    /// The same in the Markdown of READMEs.
    pub fn markdown(&self) -> String {
        let line = |row: &Vec<String>| format!("| {} |\n", row.join(" | "));
        let rule = vec!["---:".to_string(); self.head.len() - 1];
        let rule = [vec!["---".to_string()], rule].concat();
        let lines: String = [&self.head, &rule]
            .into_iter()
            .chain(&self.rows)
            .map(line)
            .collect();
        let note = match self.note_below("") {
            note if note.is_empty() => note,
            note => format!("\n{note}"),
        };
        format!("**{}**\n\n{lines}{note}", self.title)
    }

    fn note_below(&self, indent: &str) -> String {
        match &*self.note {
            "" => String::new(),
            note => format!("{indent}{note}\n"),
        }
    }
}

/// Words as cells.
pub fn cells<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(String::from).into()
}

/// Three digits that matter, no more.
pub fn short(number: f64) -> String {
    match number.abs() {
        large if large >= 99.95 => format!("{number:.0}"),
        middle if middle >= 9.995 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(note: &str) -> Table {
        Table {
            title: "Speed".into(),
            head: cells(["net", "ours", "theirs"]),
            rows: vec![cells(["784-10", "0.50", "12.0"]), cells(["4×4", "1", "–"])],
            note: note.into(),
        }
    }

    #[test]
    fn columns_stand_below_each_other() {
        let text =
            "Speed\n  net     ours  theirs\n  784-10  0.50    12.0\n  4×4        1       –\n";
        assert_eq!(table("").text(), text);
        assert_eq!(table("In ms.").text(), format!("{text}  In ms.\n"));
    }

    #[test]
    fn markdown_is_what_readmes_have() {
        let lines = "**Speed**\n\n| net | ours | theirs |\n| --- | ---: | ---: |\n\
                     | 784-10 | 0.50 | 12.0 |\n| 4×4 | 1 | – |\n";
        assert_eq!(table("").markdown(), lines);
        assert_eq!(table("In ms.").markdown(), format!("{lines}\nIn ms.\n"));
    }

    #[test]
    fn numbers_have_three_digits() {
        for (number, shown) in [
            (0.123, "0.12"),
            (9.994, "9.99"),
            (9.996, "10.0"),
            (99.96, "100"),
            (1234.5, "1234"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(short(number), shown);
        }
    }
}
