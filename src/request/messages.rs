//! The options of `messages()`, and the parser of the pack's messages. Not for choosing a message: see
//! [`crate::message`].

use super::fields::{Fields, OptionError, Reader, Value, spoken};
use crate::discretion::Notice;
use crate::message::{Message, MessageBoard, OWN_SLOT, Predicate};
use crate::model::{Country, Day, Days, Factor, MessageKind, PageKind};
use std::rc::Rc;

const CALL: &str = "messages(request)";
const PACK: &str = "messages of the pack";

/// Options that select the messages for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MessagesRequest {
    /// The kind of page; `other` by default.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<PageKind>"))]
    pub page: PageKind,
    /// The name of the slot on the page; `messages` by default, the slot of messages that the page reports without an
    /// element.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub slot: String,
    /// The kinds of message to show here; all by default.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<MessageKind>>"))]
    pub kinds: Vec<MessageKind>,
    /// `everyone`: the page loads the pictures of all messages for every shopper, whichever message is shown. By
    /// default no message has a picture, because loading a picture that only some shoppers see would identify them to
    /// its host.
    #[cfg_attr(feature = "types", ts(optional))]
    pub pictures: Option<MessagePictures>,
}

/// For whom the pictures of messages are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessagePictures {
    /// For every shopper, the pictures of all messages.
    Everyone,
}

impl MessagesRequest {
    /// Whether the message is of a kind that the request allows.
    #[must_use]
    pub fn wants(&self, message: &Message) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&message.kind)
    }

    /// Reads the argument of `messages(request)`.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, CALL);
        let page = reader.word("page", &PageKind::ALL, PageKind::name)?.unwrap_or_default();
        let slot = reader.text("slot")?.unwrap_or_else(|| OWN_SLOT.to_owned());
        let kinds = match reader.value("kinds")? {
            Value::Absent => Vec::new(),
            Value::List(kinds) => {
                let kind = |value| spoken(value).and_then(|name| MessageKind::from_name(&name));
                let needed = "a list of notice, care, back-in-stock, early-access, invitation and offer";
                reader.needed("kinds", needed, kinds.into_iter().map(kind).collect::<Option<Vec<_>>>())?
            }
            _ => return Err(reader.wrong("kinds", "a list of kinds of messages")),
        };
        let pictures = reader.word("pictures", &[MessagePictures::Everyone], |_| "everyone")?;
        reader.finish()?;
        Ok(Self { page, slot, kinds, pictures })
    }
}

impl MessageBoard {
    /// Reads the pack's messages file: `perDay` and `messages`. A message of an unknown kind, or one that cannot be
    /// read, is skipped: a newer tool may write more.
    ///
    /// # Errors
    /// [`OptionError`] if there is no list of messages.
    pub fn read<F: Fields>(fields: &F) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, PACK);
        let per_day = reader.whole("perDay", 0, u8::MAX.into())?;
        let per_day = reader.needed("perDay", "a whole number from 0 to 255", per_day)?;
        let Value::List(list) = reader.value("messages")? else { return Err(reader.wrong("messages", "a list")) };
        let message = |value| if let Value::Object(fields) = value { Message::read(&fields).ok() } else { None };
        Ok(Self { per_day, messages: list.into_iter().filter_map(message).map(Rc::new).collect() })
    }
}

impl Message {
    fn read<F: Fields>(fields: &F) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, PACK);
        let id = reader.text("id")?;
        let id = reader.needed("id", "a text", id)?;
        let kind = reader.needed_word("kind", &MessageKind::ALL, MessageKind::name)?;
        let text = reader.text("text")?;
        let text = reader.needed("text", "a text", text)?;
        let notice = match kind {
            MessageKind::Notice => Some(Notice::read(fields)?),
            _ => None,
        };
        Ok(Self {
            window: Days { first: day(&mut reader, "from")?, last: day(&mut reader, "until")? },
            predicate: match reader.value("for")? {
                Value::Object(fields) => Predicate::read(&fields)?,
                Value::Absent => Predicate::default(),
                _ => return Err(reader.wrong("for", "an object of conditions")),
            },
            link: reader.text("link")?,
            picture: reader.text("picture")?,
            asks: reader.flag("ask")?.unwrap_or_default(),
            service: reader.text("service")?,
            code: reader.text("code")?,
            divisions: reader.ids("divisions")?.unwrap_or_default(),
            id,
            kind,
            notice,
            text,
        })
    }
}

impl Predicate {
    /// An unknown condition counts as not met: [`Reader::finish`] then rejects the message.
    fn read<F: Fields>(fields: &F) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, PACK);
        let mut ids = |name| Ok(reader.ids(name)?.unwrap_or_default());
        let [knows, not_yet, bought_types, bought_items, collections, countries] = [
            ids("knows")?,
            ids("not_yet")?,
            ids("bought_types")?,
            ids("bought_items")?,
            ids("collections")?,
            ids("countries")?,
        ];
        let (after_days, until_days) = (days(&mut reader, "after_days")?, days(&mut reader, "until_days")?);
        // A minimum of 0 is no condition.
        let mut least = |name| Ok(reader.share(name)?.map(Factor::round).filter(|least| *least > Factor::ZERO));
        let (attachment, potential) = (least("attachment")?, least("potential")?);
        let countries = countries.iter().map(|code| Country::of(code)).collect();
        let countries = reader.needed("countries", "a list of codes of two letters", countries)?;
        reader.finish()?;
        Ok(Self {
            knows,
            not_yet,
            bought_types,
            bought_items,
            after_days,
            until_days,
            collections,
            attachment,
            potential,
            countries,
        })
    }
}

/// Reads a number of days, 0 to 65,535.
fn days<F: Fields>(reader: &mut Reader<'_, F>, name: &'static str) -> Result<Option<u16>, OptionError> {
    Ok(reader.whole(name, 0, u16::MAX.into())?.map(|days| days as u16))
}

/// Reads a day, counted from 1970-01-01.
pub(super) fn day<F: Fields>(reader: &mut Reader<'_, F>, name: &'static str) -> Result<Day, OptionError> {
    let day = reader.whole(name, 0, u32::MAX)?;
    reader.needed(name, "a day, counted from 1970-01-01", day).map(|day| Day::from_number(day.into()))
}
