//! The interpreter on the first line of a script.

/// The interpreter's name without its folder: `#!/usr/bin/env -S python3 -u` gives `python3`.
pub(super) fn interpreter(content: &str) -> Option<&str> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let line = content.strip_prefix("#!")?.lines().next()?;
    let mut words = line.split_ascii_whitespace();
    let program = last_part(words.next()?);
    if program == "env" {
        command_of_env(words).map(last_part)
    } else {
        Some(program)
    }
}

/// What `env` starts: its first argument that is neither an option nor a variable.
fn command_of_env<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    while let Some(word) = words.next() {
        match word {
            // These two take the following word with them.
            "-u" | "-C" => {
                words.next()?;
            }
            _ => {
                // `-S` splits the rest into words, which may begin right behind it.
                let attached = word
                    .strip_prefix("-S")
                    .or_else(|| word.strip_prefix("--split-string="));
                match attached {
                    Some("") => {}
                    Some(command) => return Some(command),
                    None if word.starts_with('-') || word.contains('=') => {}
                    None => return Some(word),
                }
            }
        }
    }
    None
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::interpreter;

    #[test]
    fn options_of_env_are_passed_over() {
        for (line, expected) in [
            ("#!/usr/bin/env -Snode --x", Some("node")),
            ("#!/usr/bin/env -S A=1 deno run", Some("deno")),
            ("#!/usr/bin/env --split-string=ruby -w", Some("ruby")),
            ("#!/usr/bin/env -u", None),
            ("#!   ", None),
            ("#!perl", Some("perl")),
        ] {
            assert_eq!(interpreter(line), expected, "{line}");
        }
    }
}
