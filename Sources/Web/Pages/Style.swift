internal import Hummingbird

extension Pages {
    /// How everything looks: calm, dense, the same by day and by night; colour never stands alone.
    static func style() -> Response { answer(css, "text/css; charset=utf-8") }

    private static let css = """
        :root{--bg:#f6f7f8;--card:#fff;--text:#16191d;--soft:#525b66;--line:#ccd2d9;--link:#0b57a4;--mark:#0b57a4;--on:#fff;
        --error:#a3160d;--errorbg:#fdecea;--warn:#7a4d00;--warnbg:#fff4dc;--ok:#17692f;--okbg:#e5f5ea}
        @media (prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1d2125;--text:#e8eaed;--soft:#aeb6bf;--line:#414950;--link:#8ab8f0;
        --mark:#8ab8f0;--on:#10161c;--error:#ffb4a9;--errorbg:#3b1a17;--warn:#f3cf88;--warnbg:#362a10;--ok:#8fdba5;--okbg:#15301d}}
        *{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--bg)}
        a{color:var(--link)}a:focus-visible,button:focus-visible,input:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
        .skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem;z-index:1}
        header{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding:.5rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
        .home{font-weight:700;text-decoration:none;color:var(--text);font-size:1.1rem}header form{display:flex;gap:.75rem;align-items:center;margin:0}
        main{max-width:80rem;margin:0 auto;padding:1rem 1.5rem 3rem}h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
        nav.shelves{display:flex;flex-wrap:wrap;gap:.25rem;margin:.5rem 0 1rem}nav.shelves a{padding:.35rem .8rem;border:1px solid var(--line);border-radius:.4rem;text-decoration:none;background:var(--card)}
        nav.shelves a[aria-current]{background:var(--mark);color:var(--on);border-color:var(--mark);font-weight:600}
        table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}th,td{text-align:left;vertical-align:top;padding:.4rem .7rem;border-bottom:1px solid var(--line)}
        thead th{font-size:.85rem;color:var(--soft);font-weight:600}tbody tr:hover{background:var(--bg)}.wide{overflow-x:auto}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:1rem;margin:.75rem 0}.narrow{max-width:26rem}
        .two{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.25rem}@media (max-width:60rem){.two{grid-template-columns:minmax(0,1fr)}}
        .note{padding:.5rem .8rem;border-left:.35rem solid var(--line);background:var(--card);margin:.35rem 0}
        .error{border-color:var(--error);background:var(--errorbg);color:var(--error)}.warning{border-color:var(--warn);background:var(--warnbg);color:var(--warn)}
        .good{border-color:var(--ok);background:var(--okbg);color:var(--ok)}.soft{color:var(--soft)}.state{white-space:nowrap;font-size:.9rem}
        .state.bad{color:var(--error)}.state.unsure{color:var(--warn)}.state.sure{color:var(--ok)}
        label{display:block;font-weight:600;margin:.6rem 0 .2rem}input,textarea{width:100%;font:inherit;padding:.45rem .6rem;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:.3rem}
        textarea{min-height:24rem;line-height:1.45}button{font:inherit;padding:.45rem 1rem;margin:.6rem .4rem 0 0;border:1px solid var(--mark);border-radius:.3rem;background:var(--mark);color:var(--on);cursor:pointer}
        button.quiet{background:none;color:var(--link);margin:0}button.second{background:var(--card);color:var(--link)}form.inline{display:inline}
        form.search{display:flex;gap:.5rem;max-width:32rem;align-items:center}form.search button{margin:0}ul.plain{list-style:none;padding:0;margin:0}
        @media print{header,nav,form,.skip{display:none}body{background:#fff;color:#000}.two{display:block}}
        @media (forced-colors:active){.note,.card,table{border:1px solid}}
        """
}
