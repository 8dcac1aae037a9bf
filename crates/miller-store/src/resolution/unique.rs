//! Names that are defined only once.

use miller_schema::SymbolKind;

use super::families::{Family, Scheme, is_function_of_c, library_names};
use super::fit::fits;
use super::meaning::{Answer, Finder, Found, Use, confidence};

impl Finder<'_> {
    /// The only definition of a name: as a member of something, or of no type.
    pub(super) fn unique(&mut self, what: &Use<'_>, is_member: bool) -> Answer<Found> {
        let text = self.world.word(what.name)?;
        // Ruby calls what every object has without a receiver.
        let is_of_library = if is_member || what.rules.family == Family::Ruby {
            library_names(what.rules.family).contains(&*text)
        } else {
            what.rules.family == Family::C && is_function_of_c(&text)
        };
        if is_of_library {
            return Ok(None);
        }
        let Some(named) = self.world.named(what.name)? else {
            return Ok(None);
        };
        let family = Some(what.rules.family);
        let mut candidates = named
            .iter()
            .filter(|definition| definition.family == family);
        let Some(first) = candidates.next() else {
            return Ok(None);
        };
        let mut chosen = first;
        for other in candidates {
            let is_same = other.qualified == first.qualified
                && (other.file == first.file || what.rules.scheme == Scheme::Includes);
            if !is_same {
                return Ok(None);
            }
            if self.is_header(chosen.file) && !self.is_header(other.file) {
                chosen = other;
            }
        }
        let belongs = match chosen.parent {
            Some(parent) => {
                let scope = self.world.scope(chosen.file)?;
                scope
                    .definition(parent)
                    .is_some_and(|parent| parent.kind.is_type())
            }
            None => matches!(chosen.kind, SymbolKind::Method | SymbolKind::Field),
        };
        // A namespace may be opened anywhere, also outside of the workspace; a constant of Ruby is known by
        // its name alone only where it stands in no other one.
        let is_open = matches!(chosen.kind, SymbolKind::Namespace | SymbolKind::Module);
        let is_nested = what.rules.family == Family::Ruby
            && !is_member
            && chosen.kind.has_members()
            && chosen.parent.is_some();
        if !is_member && what.rules.family == Family::C && is_open || is_nested {
            return Ok(None);
        }
        let fits = belongs == is_member && fits(what.kind, chosen.kind) > 0;
        Ok(fits.then(|| Found {
            definition: chosen.clone(),
            confidence: confidence::UNIQUE,
        }))
    }
}
