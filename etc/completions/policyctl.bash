# bash completion for policyctl(1) and policyd(8)

# The paths of the documents, as the running daemon lists them; none where it does not answer.
_policyctl_documents()
{
    policyctl "${_policyctl_socket[@]}" --json list 2>/dev/null \
        | grep -oE '"path":"([^"\\]|\\.)*"' | sed -e 's/^"path":"//' -e 's/"$//' -e 's/\\\(["\\/]\)/\1/g'
}

# Days and times as a person writes them.
_policyctl_times()
{
    local day
    printf '%s\n' today yesterday '3 days ago' 'last week' 'last month'
    for day in 0 1 2 3 4 5 6; do date -d "$day days ago" +%Y-%m-%d 2>/dev/null; done
}

# Offers the lines of standard input that begin with the word.
_policyctl_offer()
{
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do
        [[ $line == "$1"* ]] && COMPREPLY+=("$line")
    done
}

_policyctl()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' operands=0 index
    local _policyctl_socket=()
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
            --socket)
                _policyctl_socket=(--socket "${COMP_WORDS[index + 1]}")
                ((index++))
                ;;
            --color | --limit | --as-of | --document | --since | --until | --significance | --format | --due-before \
                | --after | --timeout)
                ((index++))
                ;;
            -*) ;;
            *)
                if [[ -z $command ]]; then command=${COMP_WORDS[index]}; else ((operands++)); fi
                ;;
        esac
    done

    case $before in
        --socket)
            compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -f -- "$word"))
            return
            ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
        --significance) COMPREPLY=($(compgen -W 'low medium high' -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'markdown html json' -- "$word")); return ;;
        --document) _policyctl_offer "$word" < <(_policyctl_documents); return ;;
        --as-of | --since | --until | --due-before) _policyctl_offer "$word" < <(_policyctl_times); return ;;
        --limit | --after | --timeout) return ;;
    esac

    if [[ $word == -* ]]; then
        local options='--socket --json --color --no-pager --help'
        case $command in
            '') options+=' --version' ;;
            ask | search) options+=' --limit --as-of --document' ;;
            list) options+=' --deleted --as-of' ;;
            show) options+=' --as-of --source' ;;
            changes) options+=' --since --until --document --significance --limit' ;;
            digest) options+=' --format' ;;
            commitments) options+=' --document --due-before --dropped --as-of' ;;
            follow) options+=' --after --significance' ;;
            sync) options+=' --timeout' ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$word"))
        return
    fi

    case $command in
        '')
            COMPREPLY=($(compgen -W 'ask search list history show diff blame changes digest commitments follow notify
                status sync rescan reload verify backup' -- "$word"))
            ;;
        history | show | diff | blame)
            ((operands == 0)) && _policyctl_offer "$word" < <(_policyctl_documents)
            ;;
        digest)
            ((operands == 0)) && _policyctl_offer "$word" < <(_policyctl_times | grep -v ' ')
            ;;
    esac
}

_policyd()
{
    local word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        --config | --socket)
            compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -f -- "$word"))
            ;;
        --watch | --state)
            compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -d -- "$word"))
            ;;
        *) COMPREPLY=($(compgen -W '--config --watch --state --socket --check-config --version --help' -- "$word")) ;;
    esac
}

complete -F _policyctl policyctl
complete -F _policyd policyd
