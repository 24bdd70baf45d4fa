//! Subscribing, and moving in and out, on the command line.

use std::fs;

use serde_json::Value;

use crate::support::{
    place::{Place, err, out},
    site::Web,
};

fn feeds(place: &Place) -> String {
    fs::read_to_string(place.config().join("feeds.toml")).unwrap()
}

fn summary(place: &Place, arguments: &[&str], input: &str) -> Value {
    let arguments: Vec<&str> = ["import", "--json"].iter().chain(arguments).copied().collect();
    serde_json::from_str(&out(&place.run_with(&arguments, input.as_bytes()))).unwrap()
}

#[test]
fn what_is_added_stands_in_the_file_and_is_changed_by_adding_again() {
    let place = Place::new();
    let folder = place.path("files");
    let first = place.run(&["add", folder.to_str().unwrap(), "--title", "Notes", "--tag", "own"]);
    assert_eq!((first.status.code(), err(&first)), (Some(0), String::new()));
    let again = place.run(&["add", folder.to_str().unwrap(), "--tag", "work/ideas", "--every", "90m", "--limit", "20"]);
    assert!(out(&again).contains(" changed"), "{}", out(&again));
    let text = feeds(&place);
    assert!(
        text.contains("title = \"Notes\"\ntags = [\"own\", \"work/ideas\"]\nevery = \"1h30m\"\nlimit = 20\n"),
        "{text}"
    );
    assert_eq!(place.run(&["remove", "Notes"]).status.code(), Some(0));
    assert!(!feeds(&place).contains("[[feed]]\n"));
    assert_eq!(place.run(&["remove", "Notes"]).status.code(), Some(1));
}

#[test]
fn what_cannot_be_subscribed_to_is_told() {
    let place = Place::new();
    let list = place.file("list.opml", "<opml><body><outline xmlUrl='https://e.example/'/></body></opml>");
    let text = place.file("a.txt", "words");
    for (what, said) in [
        ("nowhere", "neither an address nor a file"),
        (" ", "there is no address"),
        ("ftp://e.example/", "neither an address nor a file"),
        (list.to_str().unwrap(), "`dateline import` brings it in"),
        (text.to_str().unwrap(), "is no mailbox"),
    ] {
        let output = place.run(&["add", what]);
        assert_eq!(output.status.code(), Some(1), "{what}");
        assert!(err(&output).contains(said), "{what}: {}", err(&output));
    }
    assert!(!place.config().join("feeds.toml").exists());
}

#[test]
fn a_page_leads_to_its_feed_and_what_is_none_is_refused() {
    let feed = "<rss version='2.0'><channel><title>News</title></channel></rss>";
    let head = "<html><head><link rel=alternate type='application/rss+xml' href='/comments.xml' title='Comments'>\
                <link rel=alternate type='application/rss+xml' href='/news.xml' title='News'></head><body>x";
    let web = Web::new(move |path| match path {
        "/news.xml" | "/comments.xml" | "/deep/feed" => Some((200, "application/rss+xml", feed.to_owned())),
        "/" => Some((200, "text/html", head.to_owned())),
        "/bare" | "/deep/" => Some((200, "text/html", "<html><body>nothing here".to_owned())),
        "/login" => Some((401, "text/html", "<html>".to_owned())),
        "/liar" => Some((200, "text/html", head.replace("/news", "/gone").replace("/comments", "/gone2"))),
        _ => None,
    });
    let place = Place::new();
    let output = place.run(&["add", &web.at("/"), "--tag", "news"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains(&format!("subscribed to {}", web.at("/news.xml"))), "{}", out(&output));
    assert!(err(&output).contains(&format!("also names {}", web.at("/comments.xml"))), "{}", err(&output));
    for (path, said) in [
        ("/bare", "this is a web page that names no feed"),
        ("/liar", "what it names as its feed is none"),
        ("/login", "wants a name and a password (401): feeds.toml takes user and password-command"),
        ("/none", "its server answers 404; `dateline add --unchecked` subscribes all the same"),
    ] {
        let output = place.run(&["add", &web.at(path)]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(err(&output).contains(said), "{path}: {}", err(&output));
    }
    assert_eq!(feeds(&place).matches("[[feed]]\n").count(), 1);
    let guessed = place.run(&["add", &web.at("/deep/")]);
    assert!(out(&guessed).contains(&format!("subscribed to {}", web.at("/deep/feed"))), "{}", err(&guessed));
    assert_eq!(place.run(&["add", &web.at("/none"), "--unchecked"]).status.code(), Some(0));
    assert_eq!(feeds(&place).matches("[[feed]]\n").count(), 3);
}

#[test]
fn an_imported_list_is_merged_and_what_is_left_out_is_counted_by_reasons() {
    let place = Place::new();
    let list = "https://one.example/feed \"~One\" news \"world news\"\n\
                http://two.example/ !\nexec:script\nexec:script2\nfilter:tidy:http://e.example/\nnonsense\n";
    let first = summary(&place, &["-"], list);
    assert_eq!((&first["added"], &first["known"], &first["skipped"]), (&2.into(), &0.into(), &4.into()));
    assert_eq!(first["reasons"].as_object().unwrap().len(), 3);
    let text = feeds(&place);
    assert!(text.contains("title = \"One\"\ntags = [\"news\", \"world news\"]\n"), "{text}");
    assert!(text.contains("url = \"http://two.example/\"\nhidden = true\n"), "{text}");
    let opml = "<opml><body><outline text='Far'><outline text='Away'><outline text='Three' xmlUrl='https://three.example/'/>\
                </outline></outline><outline text='Uno' xmlUrl='https://one.example/feed'/></body></opml>";
    let second = summary(&place, &["-"], opml);
    assert_eq!((&second["added"], &second["known"], &second["skipped"]), (&1.into(), &1.into(), &0.into()));
    assert!(feeds(&place).starts_with(&text), "what was there stays as it was");
    // A folder may be empty; a page alone is no feed.
    let bare = "<opml><body><outline text='Far'/><outline text='Page' htmlUrl='https://four.example/'/></body></opml>";
    let third = summary(&place, &["-"], bare);
    assert_eq!((&third["added"], &third["skipped"]), (&0.into(), &1.into()));
    assert!(feeds(&place).contains("title = \"Three\"\ntags = [\"Far/Away\"]\n"), "{}", feeds(&place));
}

#[test]
fn a_feed_that_a_list_names_again_is_taken_once_with_all_folders_and_what_says_nothing_new_is_told() {
    let place = Place::new();
    let four = "<outline text='Four' xmlUrl='https://four.example/'/>";
    let opml = format!(
        "<opml><body><outline text='Near'>{four}</outline><outline text='Far'>{four}{four}</outline></body></opml>"
    );
    let path = place.file("list.opml", opml);
    let imported = place.run(&["import", path.to_str().unwrap()]);
    assert_eq!(out(&imported), "1 feed added\n");
    assert_eq!(err(&imported), "dateline: One entry names a feed again; it was left out.\n");
    assert!(feeds(&place).contains("tags = [\"Near\", \"Far\"]"), "{}", feeds(&place));
}

#[test]
fn programs_are_taken_only_where_the_options_allow_it() {
    let place = Place::new();
    let list = "\"exec:~/get --all 'x y'\" news\n\"exec:get | tidy\"\n\"filter:tidy -q:https://e.example/\"\n";
    let left = summary(&place, &["-"], list);
    assert_eq!((&left["added"], &left["skipped"]), (&0.into(), &3.into()));
    fs::write(place.config().join("config.toml"), "run-commands = true\n").unwrap();
    let report = summary(&place, &["-"], list);
    assert_eq!((&report["added"], &report["skipped"]), (&2.into(), &1.into()));
    let text = feeds(&place);
    assert!(text.contains("/get\", \"--all\", \"x y\"]\ntags = [\"news\"]\n"), "{text}");
    assert!(text.contains("url = \"https://e.example/\"\nfilter = [\"tidy\", \"-q\"]\n"), "{text}");
}

#[cfg(unix)]
#[test]
fn what_a_program_prints_is_a_feed_where_the_options_allow_it() {
    let place = Place::new();
    let feed = "<rss><channel><title>Made here</title><item><title>Quay $(x)</title></item></channel></rss>";
    let list = format!(
        "[[feed]]\ncommand = [\"printf\", \"%s\", \"{feed}\"]\n\n[[feed]]\ncommand = [\"sh\", \"-c\", \"echo no key >&2; exit 4\"]\n"
    );
    fs::write(place.config().join("feeds.toml"), &list).unwrap();
    let refused = place.run(&["refresh"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("run-commands = true in config.toml allows that"), "{}", err(&refused));
    fs::write(place.config().join("config.toml"), "run-commands = true\n").unwrap();
    let output = place.run(&["refresh"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(3), "Made here: 1 new\n"), "{}", err(&output));
    assert!(err(&output).contains("sh fails (exit status: 4): no key"), "{}", err(&output));
    assert!(out(&place.run(&["list"])).contains("Quay $(x)"));
    assert!(!out(&place.run(&["export"])).contains("printf"));
}

#[cfg(unix)]
#[test]
fn a_feed_goes_through_its_filter_before_it_is_read() {
    let place = Place::new();
    let feed = "<rss><channel><title>Post</title><item><title>QUAY</title></item></channel></rss>";
    let web = Web::new(move |_| Some((200, "application/rss+xml", feed.to_owned())));
    let list = format!("[[feed]]\nurl = \"{}\"\nfilter = [\"sed\", \"s/QUAY/Ferry/\"]\n", web.at("/feed"));
    fs::write(place.config().join("feeds.toml"), list).unwrap();
    fs::write(place.config().join("config.toml"), "run-commands = true\n").unwrap();
    assert_eq!(out(&place.run(&["refresh"])), "Post: 1 new\n");
    assert!(out(&place.run(&["list"])).contains("Ferry"));
}

#[test]
fn query_feeds_become_views_and_views_of_ones_own_stay() {
    let place = Place::new();
    let list = "https://e.example/\n\"query:Unread:unread = \\\"yes\\\"\"\n\"query:Gulf:tags # \\\"gulf\\\"\"\n\
                \"query:Mine:age < 3\"\n\"query:Odd:feedindex = 3\"\n";
    let own = "# mine\nMine = 'is:unread'   # often";
    fs::write(place.config().join("views.toml"), own).unwrap();
    let first = place.run_with(&["import", "-"], list.as_bytes());
    assert_eq!(out(&first), "1 feed added, 2 views added\n");
    let told = err(&first);
    assert!(
        told.contains("“Mine” is no view: views.toml has another") && told.contains("“Odd” can't be a view"),
        "{told}"
    );
    let views = fs::read_to_string(place.config().join("views.toml")).unwrap();
    assert_eq!(views, format!("{own}\n\nUnread = \"is:unread\"\nGulf = \"tag:gulf\"\n"));
    assert_eq!(out(&place.run_with(&["import", "-"], list.as_bytes())), "0 feeds added, 1 there already\n");
    assert_eq!(fs::read_to_string(place.config().join("views.toml")).unwrap(), views);
}

#[test]
fn what_newsboat_exports_comes_in_by_standard_input() {
    // As `newsboat -e` prints it.
    let opml = "<?xml version=\"1.0\"?>\n<opml version=\"1.0\">\n  <head>\n    <title>Newsboat - Exported Feeds</title>\n  </head>\n\
                  <body>\n    <outline type=\"rss\" xmlUrl=\"https://e.example/feed\" htmlUrl=\"https://e.example/\" title=\"Post\"/>\n\
                    <outline type=\"rss\" xmlUrl=\"exec:~/bin/get\" htmlUrl=\"\" title=\"Made\"/>\n  </body>\n</opml>\n";
    let place = Place::new();
    let report = summary(&place, &["-"], opml);
    assert_eq!((&report["added"], &report["skipped"]), (&1.into(), &1.into()));
    assert_eq!(summary(&place, &["opml", "-"], opml)["known"], 1, "the form may be said");
    assert!(feeds(&place).contains("url = \"https://e.example/feed\"\ntitle = \"Post\"\n"), "{}", feeds(&place));
}

#[test]
fn exporting_and_importing_gives_the_same_feeds_titles_and_tags() {
    let place = Place::new();
    let by_hand = "# mine\n\n[[feed]]\nurl = 'https://a.example/?a=1&b=<é>'\ntags = ['news/europe', 'b, c', 'x']\n\n\
                   [[feed]]\nurl = 'https://b.example/'  # no title\nmood = 1\n\n\
                   [[feed]]\nurl = 'https://c.example/'\ntitle = \"C & <D> \\\"E\\\"\"\ntags = ['/odd//one/', 'news/europe']\n\n\
                   [[feed]]\nurl = 'https://d.example/'\ntags = ['news', 'news/europe']\nheaders = { X-Key = 'secret-1' }\n\n\
                   [[feed]]\nurl = 'https://ada:secret-2@e.example/'\nuser = 'secret-3'\npassword-command = ['secret-4']\n";
    fs::write(place.config().join("feeds.toml"), by_hand).unwrap();
    let exported = place.run(&["export"]);
    assert_eq!(exported.status.code(), Some(0));
    let opml = out(&exported);
    assert!(!opml.contains("secret-") && !opml.contains("ada"), "{opml}");
    let same = summary(&place, &["-"], &opml);
    assert_eq!((&same["added"], &same["known"]), (&0.into(), &5.into()));
    assert_eq!(feeds(&place), by_hand);

    let other = Place::new();
    let report = summary(&other, &["-"], &opml);
    assert_eq!((&report["added"], &report["skipped"]), (&5.into(), &0.into()));
    assert_eq!(out(&other.run(&["export"])), opml);
    let text = feeds(&other);
    for said in [
        "url = \"https://a.example/?a=1&b=%3C%C3%A9%3E\"\ntags = [\"news/europe\", \"x\", \"b, c\"]\n",
        "url = \"https://b.example/\"\n",
        "title = 'C & <D> \"E\"'\ntags = [\"/odd//one/\", \"news/europe\"]\n",
        "url = \"https://d.example/\"\ntags = [\"news\", \"news/europe\"]\n",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}

#[test]
fn what_is_no_list_is_refused_and_a_bad_file_is_never_replaced() {
    let place = Place::new();
    for (input, said) in [
        ("<rss version='2.0'><channel/></rss>", "is a feed, not a list of feeds"),
        ("<html><body>x", "is a web page"),
        ("just words\n", "neither OPML nor a list of addresses"),
        ("", "is empty"),
    ] {
        let output = place.run_with(&["import", "-"], input.as_bytes());
        assert_eq!(output.status.code(), Some(1), "{input}");
        assert!(err(&output).contains(said), "{input}: {}", err(&output));
    }
    let bad = "[[feed]]\nurl = 'https://a.example/'\ntitle = = 1\n";
    fs::write(place.config().join("feeds.toml"), bad).unwrap();
    let output = place.run_with(&["import", "-"], b"https://e.example/\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("feeds.toml, line 3: "), "{}", err(&output));
    assert_eq!(feeds(&place), bad);
}

#[test]
fn a_dry_run_says_all_and_does_nothing() {
    let place = Place::new();
    let report = summary(&place, &["--dry-run", "-"], "https://e.example/\n");
    assert_eq!(report["added"], 1);
    let list = "https://e.example/\n\"query:Unread:unread = \\\"yes\\\"\"\n";
    let told = place.run_with(&["import", "--dry-run", "-"], list.as_bytes());
    assert_eq!(out(&told), "1 feed would be added, 1 view would be added\n");
    for file in ["feeds.toml", "views.toml"] {
        assert!(!place.config().join(file).exists(), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn an_edited_file_is_checked() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    let editor = place.file("my editor", "#!/bin/sh\nprintf '[[feed]]\\nurl = \"e.example\"\\n' >> \"$2\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let line = format!("'{}' --wait", editor.display());
    let output = place.command(&["edit"]).env("VISUAL", line).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).contains("feeds.toml:13: `url` takes an address"), "{}", err(&output));
    assert!(feeds(&place).starts_with("# What dateline"));
}

#[test]
fn newsboats_keys_are_printed_as_a_keymap_and_what_has_no_like_is_told() {
    let place = Place::new();
    let config = place.file(
        "config",
        "# mine\nauto-reload yes\nbind-key j down\nbind-key ^F pagedown article\nbind-key SPACE next-unread\nbind-key j next\n\
         unbind-key G\nbind gx feedlist,article open-in-browser ; quit -- \"and out\"\nbind <C-o><S-TAB> everywhere help\n\
         macro y bookmark; open-in-browser\nbind-key 1 down\nbind-key e enqueue\nbind x all set browser \"lynx\"\n\
         bind-key \"\\\"\" show-urls articlelist\nbind-key ENTER open urlview\n",
    );
    let output = place.run(&["import", "newsboat-keys", config.to_str().unwrap()]);
    let expected = "\
# newsboat's keys, made by `dateline import newsboat-keys`. Keep this as keymap.toml in the configuration directory,
# with keymap = \"newsboat\" in config.toml.

[any]
\"Space\" = \"next-unread\"  # bind-key SPACE next-unread
\"j\" = \"next-article\"  # bind-key j next
\"G\" = \"none\"  # unbind-key G
\"^O S-Tab\" = \"help\"  # bind <C-o><S-TAB> everywhere help
\", y\" = [\"bookmark\", \"open-link\"]  # macro y bookmark; open-in-browser

[list]
\"g x\" = [\"open-link\", \"back-or-quit\"]  # bind gx feedlist,article open-in-browser ; quit -- \"and out\"
\"\\\"\" = \"links\"  # bind-key \"\\\"\" show-urls articlelist

[reader]
\"^F\" = \"page-down\"  # bind-key ^F pagedown article
\"g x\" = [\"open-link\", \"back-or-quit\"]  # bind gx feedlist,article open-in-browser ; quit -- \"and out\"

[panel]
\"Enter\" = \"open\"  # bind-key ENTER open urlview
";
    assert_eq!(out(&output), expected);
    let told = err(&output);
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(
        told,
        [
            "dateline: line 11: 1 is a count and can't be bound",
            "dateline: line 12: there is nothing like `enqueue` here",
            "dateline: line 13: there is nothing like `set browser lynx` here",
        ]
    );
    assert_eq!(output.status.code(), Some(3));
    assert!(!place.config().join("keymap.toml").exists());
    fs::write(place.config().join("keymap.toml"), expected).unwrap();
    fs::write(place.config().join("config.toml"), "keymap = \"newsboat\"\n").unwrap();
    assert_eq!(err(&place.run(&["list"])), "");
}
