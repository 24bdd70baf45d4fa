//! Files, folders and standard input, found and read. It knows names and sizes, and how a file of many articles begins.

use std::{
    collections::{HashSet, VecDeque},
    ffi::{OsStr, OsString},
    fs::{self, File, FileType},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::recognise::{Form, recognise};

/// Endings of the files that are taken from a folder.
pub const ENDINGS: [&str; 15] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "mdown", "eml", "mbox", "mhtml", "mht", "epub", "rss",
    "atom",
];
/// Of a larger file only this much is read, in bytes: an article is cut far below it.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Of a mailbox, a message or a book this much: they hold many articles, or attachments that are not read.
const MOST_BYTES_OF_MANY: u64 = 256 * 1024 * 1024;
/// What a folder of mail has in it.
const MAILDIR: [&str; 3] = ["cur", "new", "tmp"];
/// A folder with more files than this is not walked to its end.
const MOST_FILES: usize = 100_000;

/// Something to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, by its absolute path.
    File(PathBuf),
    /// A message in a folder of mail (Maildir), by its absolute path.
    Message(PathBuf),
    /// Standard input.
    Standard,
}

/// What was found of the things asked for, and what is wrong with the others.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// In the order asked for; a folder's files by name, depth last.
    pub inputs: Vec<Input>,
    /// A sentence for each thing that can't be taken in.
    pub problems: Vec<String>,
}

/// Finds the files that the arguments name: a file itself, a folder's files with all below it, `-` standard input.
#[must_use]
pub fn gather(arguments: &[OsString]) -> Gathered {
    let mut gathered = Gathered::default();
    for argument in arguments {
        if argument == "-" {
            gathered.inputs.push(Input::Standard);
            continue;
        }
        if let Err(problem) = gather_path(Path::new(argument), &mut gathered.inputs) {
            gathered.problems.push(problem);
        }
    }
    gathered
}

/// The one file that an argument names, or standard input for `-`.
///
/// # Errors
/// A sentence that says what is wrong with it, also where it is a folder.
pub fn single(argument: &Path) -> Result<Input, String> {
    let mut gathered = gather(&[argument.as_os_str().to_owned()]);
    if let Some(problem) = gathered.problems.pop() {
        return Err(problem);
    }
    match (gathered.inputs.pop(), gathered.inputs.is_empty()) {
        (Some(input), true) => Ok(input),
        _ => Err(format!("{} is a folder; name one file", argument.display())),
    }
}

fn gather_path(path: &Path, inputs: &mut Vec<Input>) -> Result<(), String> {
    let say = |error: io::Error| format!("{}: {}", path.display(), reason(&error));
    let full = fs::canonicalize(path).map_err(say)?;
    let kind = fs::metadata(&full).map_err(say)?.file_type();
    if kind.is_dir() {
        let before = inputs.len();
        walk(&full, inputs).map_err(say)?;
        if inputs.len() == before && is_maildir(&full) {
            return Err(format!("{}: no messages in this folder of mail", path.display()));
        }
        if inputs.len() == before {
            let endings = ENDINGS.join(", .");
            return Err(format!("{}: no articles in this folder (looked for .{endings})", path.display()));
        }
        return Ok(());
    }
    if !kind.is_file() {
        return Err(format!("{}: {}, not a file; `-` reads standard input", path.display(), named(kind)));
    }
    inputs.push(Input::File(full));
    Ok(())
}

/// Walks a folder breadth first. A folder that several links lead to is walked once, so that no loop holds it up; one
/// that can't be read is passed over, unless it is the first.
fn walk(folder: &Path, inputs: &mut Vec<Input>) -> io::Result<()> {
    let mut seen = HashSet::new();
    let mut folders = VecDeque::from([folder.to_owned()]);
    let mut files = 0;
    while let Some(folder) = folders.pop_front() {
        if !seen.insert(fs::canonicalize(&folder)?) {
            continue;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if seen.len() == 1 => return Err(error),
            Err(_) => continue,
        };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect();
        paths.sort();
        let holds_mail = is_maildir(&folder);
        for path in paths {
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() && holds_mail && has_name_of_maildir(&path) => {
                    let messages = messages(&path);
                    files += messages.len();
                    inputs.extend(messages);
                }
                Ok(meta) if meta.is_dir() => folders.push_back(path),
                Ok(meta) if meta.is_file() && has_ending(&path) && files < MOST_FILES => {
                    files += 1;
                    inputs.push(Input::File(path));
                }
                Ok(_) | Err(_) => {}
            }
        }
    }
    Ok(())
}

/// Whether a folder is one of mail: <https://cr.yp.to/proto/maildir.html>.
fn is_maildir(folder: &Path) -> bool {
    MAILDIR.iter().all(|name| folder.join(name).is_dir())
}

fn has_name_of_maildir(folder: &Path) -> bool {
    MAILDIR.iter().any(|name| folder.file_name() == Some(OsStr::new(name)))
}

/// The messages in `new` or `cur` of a folder of mail; what is being delivered, and drafts and what was thrown away, are none.
fn messages(folder: &Path) -> Vec<Input> {
    if folder.file_name() == Some(OsStr::new("tmp")) {
        return Vec::new();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_FILES);
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect();
    paths.retain(|path| path.is_file() && !flags(path).contains(['T', 'D']));
    paths.sort();
    paths.into_iter().map(Input::Message).collect()
}

/// The flags of a message, which stand behind its name: `1130.M2P3.host:2,RS`.
fn flags(path: &Path) -> &str {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.split_once(":2,").map_or("", |(_, flags)| flags)
}

/// Whether a folder's file of that name is taken, or may be a message in a folder of mail.
#[must_use]
pub fn is_taken(path: &Path) -> bool {
    let within = path.parent().and_then(Path::file_name);
    let may_be_message = within.is_some_and(|name| name == "new" || name == "cur");
    !is_hidden(path) && (has_ending(path) || may_be_message)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn named(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    let _ = kind;
    "something else"
}

impl Input {
    /// What makes articles from here the same when they are taken in again: the path. Standard input has none.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        match self {
            Self::File(path) => Some(format!("file:{}", whole(path))),
            // It goes from `new` to `cur`, and its flags change.
            Self::Message(path) => {
                let folder = path.parent().and_then(Path::parent).unwrap_or(path);
                let name = whole(Path::new(path.file_name().unwrap_or_default()));
                let name = name.split_once(":2,").map_or(name.as_str(), |(name, _)| name);
                Some(format!("maildir:{}/{name}", whole(folder)))
            }
            Self::Standard => None,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Message(path) => Some(path),
            Self::Standard => None,
        }
    }

    /// Its name without folders, for telling the form.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::File(path) => path.file_name().and_then(OsStr::to_str),
            // Whatever such a name ends with, it means nothing.
            Self::Message(_) | Self::Standard => None,
        }
    }

    /// Its media type, where it is known before it is read.
    #[must_use]
    pub fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Message(_) => Some("message/rfc822"),
            Self::File(_) | Self::Standard => None,
        }
    }

    /// What it is called in a sentence.
    fn called(&self) -> String {
        self.path().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
    }

    /// A sentence if what was read of it isn't all of it.
    #[must_use]
    pub fn cut(&self, read: &[u8]) -> Option<String> {
        let name = self.called();
        let most = if read.len() as u64 > MOST_BYTES && holds_many(read) { MOST_BYTES_OF_MANY } else { MOST_BYTES };
        let mebibytes = most / 1024 / 1024;
        (read.len() as u64 > most).then(|| format!("{name}: only its first {mebibytes} MiB were read"))
    }

    /// Reads it, as far as an article can reach; [`Input::cut`] tells whether that was all.
    ///
    /// # Errors
    /// A sentence that names it and says why it can't be read.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        let read = match self {
            Self::File(path) | Self::Message(path) => File::open(path).and_then(read),
            Self::Standard => read(io::stdin().lock()),
        };
        read.map_err(|error| format!("{}: {}", self.called(), reason(&error)))
    }
}

/// A path as text, with bytes that are no UTF-8 written out as `\xFF`: different names stay different.
fn whole(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let written = bytes.utf8_chunks().flat_map(|chunk| {
        let invalid = chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}"));
        std::iter::once(chunk.valid().to_owned()).chain(invalid)
    });
    written.collect()
}

fn read(source: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut source = source;
    // One byte more, to tell what goes on from what ends here.
    source.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES && holds_many(&bytes) {
        source.take(MOST_BYTES_OF_MANY - MOST_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Whether bytes begin a mailbox, a message or an archive.
fn holds_many(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || matches!(recognise(bytes, None), Form::Mail | Form::Mailbox)
}

/// Why something can't be read, in a person's words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "you may not read it".into(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.md", "a.txt", ".hidden.txt", "picture.png", "deep/c.HTML", "deep/.git/d.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        folder
    }

    fn names(gathered: &Gathered) -> Vec<&str> {
        gathered.inputs.iter().filter_map(Input::name).collect()
    }

    #[test]
    fn a_folder_gives_its_texts_by_name_and_what_is_hidden_stays_so() {
        let folder = folder();
        let gathered = gather(&[folder.path().into()]);
        assert_eq!(names(&gathered), ["a.txt", "b.md", "c.HTML"]);
        assert!(gathered.problems.is_empty());
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_ending() {
        let folder = folder();
        let gathered = gather(&[folder.path().join("picture.png").into(), "-".into()]);
        assert_eq!(gathered.inputs.len(), 2);
        assert_eq!(gathered.inputs[1], Input::Standard);
    }

    #[test]
    fn what_is_missing_or_empty_is_told_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let gathered = gather(&[folder.path().into(), folder.path().join("nothing.txt").into()]);
        assert!(gathered.inputs.is_empty());
        assert!(gathered.problems[0].contains("no articles in this folder"), "{:?}", gathered.problems);
        assert!(gathered.problems[1].contains("nothing.txt: there is no such file"), "{:?}", gathered.problems);
    }

    #[test]
    fn a_message_in_a_folder_of_mail_stays_the_same_when_it_is_moved_and_flagged() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["new/1.a.host", "cur/2.b.host:2,S", "cur/3.c.md:2,T", "cur/.index", "tmp/4.d", "new/deep/x.md"] {
            let path = folder.path().join("Mail").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let found = |folder: &Path| gather(&[folder.into()]).inputs;
        let keys: Vec<_> = found(folder.path()).iter().filter_map(Input::key).collect();
        let mail = fs::canonicalize(folder.path()).unwrap().join("Mail");
        assert_eq!(
            keys,
            [format!("maildir:{}/2.b.host", mail.display()), format!("maildir:{}/1.a.host", mail.display())]
        );
        fs::rename(mail.join("new/1.a.host"), mail.join("cur/1.a.host:2,RS")).unwrap();
        let mut after: Vec<_> = found(&mail).iter().filter_map(Input::key).collect();
        after.reverse();
        assert_eq!(after, keys);
        for path in ["cur/1.a.host:2,RS", "cur/2.b.host:2,S"] {
            fs::remove_file(mail.join(path)).unwrap();
        }
        assert!(gather(&[mail.into()]).problems[0].contains("no messages"));
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_and_a_device_is_refused() {
        let folder = folder();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("deep/loop")).unwrap();
        let gathered = gather(&[folder.path().into(), "/dev/null".into()]);
        assert_eq!(names(&gathered), ["a.txt", "b.md", "c.HTML"]);
        assert!(gathered.problems[0].contains("a device, not a file"), "{:?}", gathered.problems);
    }

    #[test]
    fn only_as_much_is_read_as_an_article_can_hold() {
        let endless = io::repeat(b'x');
        let read = read(endless).unwrap();
        assert_eq!(read.len() as u64, MOST_BYTES + 1);
        assert!(Input::Standard.cut(&read).is_some_and(|told| told.contains("only its first 16 MiB")));
        assert_eq!(Input::Standard.cut(&read[1..]), None);
    }
}
