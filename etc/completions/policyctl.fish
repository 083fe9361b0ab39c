# fish completion for policyctl(1) and policyd(8)

# The paths of the documents, as the daemon lists them on the socket that the line names; none where it does not answer.
function __policyctl_documents
    set -l words (commandline -opc)
    set -l socket
    if set -l at (contains -i -- --socket $words); and test $at -lt (count $words)
        set socket --socket $words[(math $at + 1)]
    end
    policyctl $socket --json list 2>/dev/null | string match -ra '"path":"((?:[^"\\\\]|\\\\.)*)"' -g | string replace -ra '\\\\(["\\\\/])' '$1'
end

function __policyctl_times
    printf '%s\n' today yesterday '3 days ago' 'last week' 'last month'
    for day in 0 1 2 3 4 5 6
        date -d "$day days ago" +%Y-%m-%d 2>/dev/null
    end
end

set -l commands ask search list history show diff blame changes digest commitments follow notify status sync rescan reload verify backup

complete -c policyctl -f
complete -c policyctl -l socket -r -F -d "the daemon's socket"
complete -c policyctl -l json -d "print each reply as one line of JSON"
complete -c policyctl -l color -x -a "auto always never" -d "when to colour"
complete -c policyctl -l no-pager -d "print to the terminal directly"
complete -c policyctl -l help -d "print a summary"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -l version -d "print the version"

complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a ask -d "answer a question"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a search -d "find passages by their words"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a list -d "list the documents"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a history -d "list the versions of a document"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a show -d "print the text of a version"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a diff -d "tell what changed between two versions"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a blame -d "tell which version brought in each passage"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a changes -d "tell what changed in the folder"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a digest -d "print the digest of a day"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a commitments -d "list who undertakes what, and until when"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a follow -d "tell each change as it happens"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a notify -d "run the programs that tell people of changes"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a status -d "tell what the daemon is doing"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a sync -d "wait until all that is on disk is recorded"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a rescan -d "read every file again"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a reload -d "read the configuration again"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a verify -d "check everything that is recorded"
complete -c policyctl -n "not __fish_seen_subcommand_from $commands" -a backup -d "copy the database while it is in use"

complete -c policyctl -n "__fish_seen_subcommand_from history show diff blame" -a "(__policyctl_documents)"
complete -c policyctl -n "__fish_seen_subcommand_from digest" -a "(__policyctl_times | string match -v '* *')"
complete -c policyctl -n "__fish_seen_subcommand_from ask search changes" -l limit -x -d "no more than this"
complete -c policyctl -n "__fish_seen_subcommand_from ask search list show commitments" -l as-of -x -a "(__policyctl_times)" -d "as the folder stood then"
complete -c policyctl -n "__fish_seen_subcommand_from ask search changes commitments" -l document -x -a "(__policyctl_documents)" -d "in this document only"
complete -c policyctl -n "__fish_seen_subcommand_from list" -l deleted -d "deleted documents too"
complete -c policyctl -n "__fish_seen_subcommand_from show" -l source -d "the file's own bytes and nothing else"
complete -c policyctl -n "__fish_seen_subcommand_from changes" -l since -x -a "(__policyctl_times)" -d "from then on"
complete -c policyctl -n "__fish_seen_subcommand_from changes" -l until -x -a "(__policyctl_times)" -d "up to then"
complete -c policyctl -n "__fish_seen_subcommand_from changes follow" -l significance -x -a "low medium high" -d "this and weightier"
complete -c policyctl -n "__fish_seen_subcommand_from digest" -l format -x -a "markdown html json" -d "the form of the digest"
complete -c policyctl -n "__fish_seen_subcommand_from commitments" -l due-before -x -a "(__policyctl_times)" -d "due before this day"
complete -c policyctl -n "__fish_seen_subcommand_from commitments" -l dropped -d "those that were dropped too"
complete -c policyctl -n "__fish_seen_subcommand_from follow" -l after -x -d "from after this change on"
complete -c policyctl -n "__fish_seen_subcommand_from sync" -l timeout -x -d "wait no longer than this"

complete -c policyd -f
complete -c policyd -l config -r -F -d "read this configuration"
complete -c policyd -l watch -x -a "(__fish_complete_directories)" -d "the folder to watch"
complete -c policyd -l state -x -a "(__fish_complete_directories)" -d "where the record is kept"
complete -c policyd -l socket -r -F -d "where to listen"
complete -c policyd -l check-config -d "say what is wrong with the configuration"
complete -c policyd -l version -d "print the version"
complete -c policyd -l help -d "print a summary"
