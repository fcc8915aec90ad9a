//! A characteristic as a feed writes it. Not for its limits: see [`super::details`].

/// A characteristic as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawDetail {
    pub(super) section: String,
    pub(super) name: String,
    pub(super) value: String,
}

impl RawDetail {
    /// Reads the characteristics of a cell: `Section:Name:Value`, separated by commas. A piece without two colons
    /// continues the value before it.
    pub(super) fn of_cell(text: &str) -> Vec<Self> {
        let mut details: Vec<Self> = Vec::new();
        for piece in text.split(',') {
            let mut parts = piece.splitn(3, ':');
            match (parts.next(), parts.next(), parts.next(), details.last_mut()) {
                (Some(section), Some(name), Some(value), _) => {
                    let [section, name, value] = [section, name, value].map(|part| part.trim().to_owned());
                    details.push(Self { section, name, value });
                }
                (_, _, _, Some(last)) => {
                    last.value.push(',');
                    last.value.push_str(piece);
                }
                (Some(name), Some(value), None, None) => {
                    details.push(Self {
                        section: String::new(),
                        name: name.trim().to_owned(),
                        value: value.trim().to_owned(),
                    });
                }
                _ => {}
            }
        }
        details
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_several_characteristics() {
        let read = |text: &str| -> Vec<String> {
            let details = RawDetail::of_cell(text).into_iter();
            details.map(|RawDetail { section, name, value }| format!("{section}|{name}|{value}")).collect()
        };
        assert_eq!(
            read("General:Kind:Player, Display:Size:432 x 240"),
            ["General|Kind|Player", "Display|Size|432 x 240"]
        );
        assert_eq!(read("General:Colours:red, blue,Case:Time:10:30"), ["General|Colours|red, blue", "Case|Time|10:30"]);
        assert_eq!(read("Care:Wipe dry"), ["|Care|Wipe dry"]);
        assert_eq!(read(":Care:Wipe dry"), ["|Care|Wipe dry"]);
        assert!(read("nothing").is_empty() && read("").is_empty());
    }
}
