//! Validated reading of an object from outside, field by field. Each error names the field and the accepted values. Not
//! for the fields of a particular call: see the other modules.

use crate::model::whole_number;

/// An object with untrusted fields: a JavaScript object, or a parsed JSON text.
pub trait Fields: Sized {
    /// The names of the object's own fields.
    ///
    /// # Errors
    /// The exception that JavaScript threw.
    fn names(&self) -> Result<Vec<String>, Unreadable>;

    /// The value of a field; [`Value::Absent`] if there is none.
    ///
    /// # Errors
    /// The exception that the object's getter threw.
    fn get(&self, name: &str) -> Result<Value<Self>, Unreadable>;

    /// Formats a number as JavaScript does: many shops have numeric ids.
    fn spell(number: f64) -> String;
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Value<F> {
    /// Nothing: `undefined`, `null`, or no such field.
    Absent,
    /// `true` or `false`.
    Flag(bool),
    /// A number, finite or not.
    Number(f64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(F),
    /// Anything else: a function, a symbol.
    Other,
}

/// A field that cannot be read, with the exception that its getter threw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// An invalid option. `call` is written as in the documentation, for example `suggest(request)`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionError {
    /// The argument is not an object.
    #[error("{call}: an object is needed, with the fields that docs/javascript-api.md lists")]
    NoObject {
        /// The call.
        call: &'static str,
    },
    /// A field of the wrong kind or out of range.
    #[error("{call}: `{field}` must be {needed}")]
    Wrong {
        /// The call.
        call: &'static str,
        /// The field.
        field: &'static str,
        /// The accepted values.
        needed: String,
    },
    /// A field that the call does not accept.
    #[error("{call}: `{field}` is not known; leave it out, or choose one of {known}")]
    Unknown {
        /// The call.
        call: &'static str,
        /// The field.
        field: String,
        /// The accepted fields.
        known: String,
    },
    /// A field whose getter threw an exception.
    #[error("{call}: `{field}` cannot be read: {problem}")]
    Unreadable {
        /// The call.
        call: &'static str,
        /// The field.
        field: &'static str,
        /// The exception.
        problem: String,
    },
}

/// Reads the fields of one object. [`Reader::finish`] rejects fields that were not read.
#[derive(Debug)]
pub struct Reader<'a, F> {
    fields: &'a F,
    call: &'static str,
    known: Vec<&'static str>,
}

impl<'a, F: Fields> Reader<'a, F> {
    /// Creates a reader for the argument of `call`.
    #[must_use]
    pub fn new(fields: &'a F, call: &'static str) -> Self {
        Self { fields, call, known: Vec::new() }
    }

    /// Creates the error for a field with an invalid value.
    #[cold]
    #[must_use]
    pub fn wrong(&self, field: &'static str, needed: &str) -> OptionError {
        OptionError::Wrong { call: self.call, field, needed: needed.to_owned() }
    }

    /// Reads a field of any kind.
    ///
    /// # Errors
    /// [`OptionError::Unreadable`] if the getter throws. The same holds for every method below that reads a field.
    pub fn value(&mut self, name: &'static str) -> Result<Value<F>, OptionError> {
        self.known.push(name);
        self.fields.get(name).map_err(|Unreadable(problem)| OptionError::Unreadable {
            call: self.call,
            field: name,
            problem,
        })
    }

    /// Requires a field that was read.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] if it is absent.
    pub fn needed<T>(&self, name: &'static str, needed: &str, field: Option<T>) -> Result<T, OptionError> {
        field.ok_or_else(|| self.wrong(name, needed))
    }

    /// Reads a non-empty string.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn text(&mut self, name: &'static str) -> Result<Option<String>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Text(text) if !text.is_empty() => Ok(Some(text)),
            _ => Err(self.wrong(name, "a text that is not empty")),
        }
    }

    /// Reads one of `all`, by its name.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn word<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Result<Option<T>, OptionError> {
        let words: Vec<&str> = all.iter().map(|one| name_of(*one)).collect();
        let place = self.place_of(name, &words)?;
        Ok(place.and_then(|place| all.get(place).copied()))
    }

    /// Reads one of `all`, by its name; the field is required.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value and if the field is absent.
    pub fn needed_word<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Result<T, OptionError> {
        let word = self.word(name, all, name_of)?;
        word.ok_or_else(|| self.wrong(name, &one_of(&all.iter().map(|one| name_of(*one)).collect::<Vec<_>>())))
    }

    fn place_of(&mut self, name: &'static str, words: &[&str]) -> Result<Option<usize>, OptionError> {
        let place = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::Text(text) => words.iter().position(|word| *word == text),
            _ => None,
        };
        place.map(Some).ok_or_else(|| self.wrong(name, &one_of(words)))
    }

    /// Reads an id: a non-empty string or a finite number.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn id(&mut self, name: &'static str) -> Result<Option<String>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            value => spoken(value).map(Some).ok_or_else(|| self.wrong(name, "an id: a text or a number")),
        }
    }

    /// Reads a list of ids.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn ids(&mut self, name: &'static str) -> Result<Option<Vec<String>>, OptionError> {
        let ids = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::List(list) => list.into_iter().map(spoken).collect(),
            _ => None,
        };
        self.needed(name, "a list of ids: texts or numbers", ids).map(Some)
    }

    /// Reads a list of lines. Each line is an id or a non-empty list of ids of one item.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn lines(&mut self, name: &'static str) -> Result<Option<Vec<Vec<String>>>, OptionError> {
        let line = |value| match value {
            Value::List(ids) if !ids.is_empty() => ids.into_iter().map(spoken).collect(),
            id => spoken(id).map(|id| vec![id]),
        };
        let lines = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::List(list) => list.into_iter().map(line).collect(),
            _ => None,
        };
        self.needed(name, "a list of ids: texts or numbers, or lists of several ids of one item", lines).map(Some)
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn flag(&mut self, name: &'static str) -> Result<Option<bool>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Flag(flag) => Ok(Some(flag)),
            _ => Err(self.wrong(name, "true or false")),
        }
    }

    /// Reads a whole number from `least` to `most`.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn whole(&mut self, name: &'static str, least: u32, most: u32) -> Result<Option<u32>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Number(number) if whole(number).is_some_and(|whole| (least..=most).contains(&whole)) => {
                Ok(whole(number))
            }
            _ => Err(self.wrong(name, &format!("a whole number from {least} to {most}"))),
        }
    }

    /// Reads a number from 0 to 1.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn share(&mut self, name: &'static str) -> Result<Option<f64>, OptionError> {
        self.within(name, 0, 1)
    }

    /// Reads a number from `least` to `most`.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for any other value.
    pub fn within(&mut self, name: &'static str, least: i32, most: i32) -> Result<Option<f64>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Number(number) if (least.into()..=most.into()).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(name, &format!("a number from {least} to {most}"))),
        }
    }

    /// Checks that the object has no other fields.
    ///
    /// # Errors
    /// [`OptionError::Unknown`] for a field that has not been read, whatever its value.
    pub fn finish(self) -> Result<(), OptionError> {
        let unreadable =
            |Unreadable(problem)| OptionError::Unreadable { call: self.call, field: "Object.keys", problem };
        let names = self.fields.names().map_err(unreadable)?;
        match names.into_iter().find(|name| !self.known.contains(&name.as_str())) {
            None => Ok(()),
            Some(field) => Err(OptionError::Unknown { call: self.call, field, known: self.known.join(", ") }),
        }
    }
}

#[cold]
fn one_of(words: &[&str]) -> String {
    format!("one of \"{}\"", words.join("\", \""))
}

/// Converts a number; `None` unless it is whole, not negative and at most 4,294,967,295.
pub(super) fn whole(number: f64) -> Option<u32> {
    whole_number(number).and_then(|whole| u32::try_from(whole).ok())
}

/// Converts a value to an id; `None` unless it is a non-empty string or a finite number.
pub(super) fn spoken<F: Fields>(value: Value<F>) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text),
        Value::Number(number) if number.is_finite() => Some(F::spell(number)),
        _ => None,
    }
}
