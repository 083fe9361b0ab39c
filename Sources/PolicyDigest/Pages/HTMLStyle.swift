internal import FoundationEssentials
internal import LinuxSystem

/// The one style sheet of every page, and the policy that allows it and nothing else.
enum HTMLStyle {
    /// No script, no network, no frame, no form; of styles only this very sheet (Content Security Policy 3).
    static let policy =
        "default-src 'none'; style-src 'sha256-\(hash)'; "
        + "base-uri 'none'; form-action 'none'"

    private static var hash: String { Data(SHA256.hash(of: Array(sheet.utf8))).base64EncodedString() }

    // Deleted and inserted text differ by line as well as by colour, and say so to a screen reader. Where the window is
    // wide a change stands side by side; elsewhere, and on paper, within the line.
    static let sheet = """

        :root { color-scheme: light dark; --text: #1b1b1f; --soft: #55555f; --ground: #fff; --raised: #f5f5f8;
          --rule: #d4d4dc; --link: #0b4fa8; --ins: #0b5d2a; --ins-ground: #def5e5; --del: #8c1d18;
          --del-ground: #fbe3e1; --high: #a3211b; --medium: #7a5200; --low: #6b6b78; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6e6ea; --soft: #a9a9b6; --ground: #16161a;
          --raised: #202027; --rule: #3a3a44; --link: #9cc4ff; --ins: #8fe0a8; --ins-ground: #12351f; --del: #ffb4ab;
          --del-ground: #4a1512; --high: #ff9b90; --medium: #f0c36a; --low: #9a9aa8; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 0 1rem 3rem; color: var(--text); background: var(--ground);
          font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
        a { color: var(--link); text-underline-offset: .15em; }
        a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
        .hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: .75rem 0 0; padding: 0; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .75rem 0 1rem; }
        h2 { font-size: 1.25rem; line-height: 1.3; border-top: 1px solid var(--rule); padding-top: 1.25rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
        h2 small, .origin, .place, .why, .note, footer { color: var(--soft); font-weight: normal; font-size: .875rem; }
        code { font: .875em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
        .headline { font-size: 1.2rem; font-weight: 600; margin: 0 0 .5rem; } .headline + p, .counts { margin: .15rem 0; }
        p { max-width: 56rem; } .origin, .place, .why { margin: .1rem 0; }
        ol.changes { padding-inline-start: 2.25rem; margin: .5rem 0; }
        ol.changes > li { margin-block: 1.1rem; } ol.changes > li::marker { color: var(--soft); }
        ol.low > li { margin-block: .6rem; } .told { margin: .1rem 0; }
        .kind { border-radius: .25rem; padding: .05rem .4rem; border: 1px solid currentColor; font-size: .8125rem; white-space: nowrap; }
        .kind.high { color: var(--high); border-width: 2px; } .kind.medium { color: var(--medium); } .kind.low { color: var(--low); }
        .redline { margin: .4rem 0; padding: .3rem .8rem; border-inline-start: 3px solid var(--rule); background: var(--raised); }
        .redline p { margin: .2rem 0; } .sides { display: none; }
        .twin { margin-block-start: .75rem; }
        .sides b { display: block; color: var(--soft); font-weight: normal; font-size: .8125rem; }
        ins { color: var(--ins); background: var(--ins-ground); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .15em; }
        del { color: var(--del); background: var(--del-ground); text-decoration: line-through; text-decoration-thickness: 2px; }
        ins::before, ins::after, del::before, del::after { position: absolute; width: 1px; height: 1px; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; }
        ins::before { content: " [inserted: "; } ins::after, del::after { content: "] "; } del::before { content: " [deleted: "; }
        ins:lang(fr)::before { content: " [ajouté : "; } del:lang(fr)::before { content: " [supprimé : "; }
        @media screen and (min-width: 64rem) { .both > .inline { display: none; }
          .both > .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; } }
        details { margin: .75rem 0; } summary { cursor: pointer; padding: .15rem 0; } details.document > summary { font-weight: 600; }
        section.long { content-visibility: auto; contain-intrinsic-size: auto 40rem; }
        .table { overflow-x: auto; margin: .5rem 0; } table { border-collapse: collapse; width: 100%; }
        caption { text-align: start; font-weight: 600; padding: .25rem 0; }
        th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); }
        th { font-size: .875rem; color: var(--soft); font-weight: 600; } td.date { white-space: nowrap; }
        th { overflow-wrap: normal; } td { overflow-wrap: break-word; } td code { overflow-wrap: anywhere; }
        td.number, th.number { width: 1%; white-space: nowrap; text-align: end; font-variant-numeric: tabular-nums; padding-inline-end: 1.25rem; }
        .year { display: grid; align-items: start; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem 2rem; }
        .year table { width: auto; } .year th { padding: .1rem; width: 2rem; text-align: center; border: 0; font-weight: normal; }
        .year td { padding: 1px; width: 2rem; height: 1.75rem; text-align: center; vertical-align: middle; border: 0; font-size: .8125rem; color: var(--soft); }
        .year td a { display: block; line-height: 1.6rem; color: var(--text); text-decoration: none; border: 1px solid var(--rule); border-radius: .25rem; }
        .year td a.low { background: var(--raised); } .year td a.medium { border: 1px solid var(--medium); color: var(--medium); font-weight: 600; }
        .year td a.high { border: 2px solid var(--high); color: var(--high); font-weight: 700; text-decoration: underline; }
        svg { display: block; max-width: 100%; height: auto; } svg.spark { display: inline-block; vertical-align: middle; }
        svg text { font-size: 11px; fill: var(--soft); } svg .axis { stroke: var(--rule); }
        svg .high { fill: var(--high); } svg .medium { fill: var(--medium); } svg .low { fill: var(--low); }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .25rem 0; font-size: .875rem; color: var(--soft); }
        .legend svg { display: inline-block; vertical-align: -1px; margin-inline-end: .35rem; }
        @media (max-width: 40rem) { td, th { overflow-wrap: anywhere; } svg.plot text { font-size: 22px; } h1 { font-size: 1.35rem; } ol.changes { padding-inline-start: 1.5rem; }
          table.stacks thead { position: absolute; clip-path: inset(50%); } table.stacks tr { display: block; border-bottom: 1px solid var(--rule); padding: .4rem 0; }
          table.stacks td { display: block; border: 0; padding: .05rem 0; text-align: start; } table.stacks td:empty { display: none; }
          table.stacks td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: .875rem; } }
        @media print { :root { color-scheme: light; --text: #000; --soft: #444; --ground: #fff; --raised: #fff; --rule: #999; --link: #000;
          --ins: #000; --ins-ground: #fff; --del: #000; --del-ground: #fff; --high: #000; --medium: #000; --low: #555; }
          body { max-width: none; padding: 0; font-size: 10.5pt; } nav, .skip { display: none; } a { text-decoration: none; }
          h1, h2, h3, caption, summary { break-after: avoid-page; } ol.changes > li, tr { break-inside: avoid; } section.long { content-visibility: visible; }
          ins { font-weight: 600; } }

        """
}
