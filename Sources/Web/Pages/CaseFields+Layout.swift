// How the fields of a case are laid out: open points as cards, everything else as rows.
extension Pages {
    private static let hidden = """
        <input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="version" value="{{version}}"><input type="hidden" name="stand" value="{{stand}}">
        """

    private static let input = """
        {{#hasLabel}}<label for="{{id}}" lang="de">{{label}}</label>{{/hasLabel}}{{#isChoice}}<select id="{{id}}" name="{{name}}"{{^hasLabel}} aria-label="{{label}}"{{/hasLabel}} lang="de"><option value="">–</option>{{#choices}}<option{{#isChosen}} selected{{/isChosen}}>{{word}}</option>{{/choices}}</select>{{/isChoice}}{{^isChoice}}<input id="{{id}}" name="{{name}}" value="{{value}}"{{^hasLabel}} aria-label="{{label}}"{{/hasLabel}} placeholder="{{hint}}" autocomplete="off">{{/isChoice}}
        """

    private static let places = """
        <ul class="plain soft places">{{#places}}<li><q lang="de">{{raw}}</q> – <span lang="de">{{where}}</span>{{rule}}</li>{{/places}}</ul>
        """

    static let pointsTemplate = """
        <div class="case"><section class="paper" aria-label="[[Das Original]]">\(Paper.layout)</section><div class="record">
        {{#hasPoints}}<section aria-labelledby="offen"><h2 id="offen">{{progress}}</h2>
        {{#points}}<article class="card point {{look}}" id="{{anchor}}" tabindex="-1" aria-labelledby="{{anchor}}-t" data-point>
        <h3 id="{{anchor}}-t"><span class="state {{look}}"><span aria-hidden="true">{{icon}}</span> {{word}}</span> <span lang="de">{{title}}</span> <span class="soft">{{number}}/{{count}}</span></h3>
        {{#hasReason}}<p lang="de">{{reason}}</p>{{/hasReason}}{{#hasAsk}}<p class="soft" lang="de">{{ask}}</p>{{/hasAsk}}
        {{^hasCandidates}}\(places){{/hasCandidates}}
        {{#hasCandidates}}<form class="candidates" method="post" action="{{place}}">\(hidden)<input type="hidden" name="feld" value="{{path}}"><input type="hidden" name="tun" value="waehlen">
        {{#candidates}}<div class="candidate"><p><strong lang="de">{{words}}</strong></p>{{#place}}<p class="soft"><span lang="de">{{where}}</span>{{rule}}</p>{{/place}}\(Paper.cropLayout){{#canChoose}}<button name="wahl" value="{{index}}" data-key="{{key}}">[[Das gilt]]</button>{{/canChoose}}</div>{{/candidates}}</form>{{/hasCandidates}}
        <form class="line" method="post" action="{{place}}">\(hidden)<input type="hidden" name="feld" value="{{path}}">
        {{#inputs}}<div class="input">\(input)</div>{{/inputs}}
        <button name="tun" value="berichtigen">[[Eintragen]]</button>{{#hasValue}}<button class="second" name="tun" value="stimmt" data-key="Enter">[[Stimmt so]]</button>{{/hasValue}}
        {{^isMissing}}<button class="second" name="tun" value="fehlt" data-key="m">[[Fehlt]]</button>{{/isMissing}}</form>
        <details><summary class="soft" data-key="n">[[Trifft nicht zu]]</summary><form class="line" method="post" action="{{place}}">\(hidden)<input type="hidden" name="feld" value="{{path}}">
        <label for="grund-{{anchor}}">[[Grund]]</label><input id="grund-{{anchor}}" name="grund" autocomplete="off"><button name="tun" value="entfaellt">[[Trifft nicht zu]]</button></form></details>
        </article>{{/points}}</section>{{/hasPoints}}
        {{#hasWaiting}}<section class="card" aria-labelledby="pruefen"><h2 id="pruefen">[[Bitte selbst ansehen]]</h2><ul>{{#waiting}}<li lang="de">{{.}}</li>{{/waiting}}</ul>
        <p class="soft">[[Wenn Sie die Nachricht gelesen haben und die Angaben stimmen, wählen Sie unten „Geprüft, weiter“.]]</p></section>{{/hasWaiting}}

        """

    static let fieldsTemplate = """
        {{#hasAnswers}}<section aria-labelledby="antworten"><h2 id="antworten">[[Antworten auf Rückfragen]]</h2><div class="wide"><table class="answers"><thead><tr><th scope="col">[[Angabe]]</th><th scope="col">[[vorher]]</th><th scope="col">[[gefragt]]</th><th scope="col">[[Antwort]]</th></tr></thead><tbody lang="de">
        {{#answers}}<tr><th scope="row">{{label}}</th><td>{{was}}</td><td>{{asked}}</td><td><a href="#{{anchor}}">{{answer}}</a></td></tr>{{/answers}}</tbody></table></div></section>{{/hasAnswers}}
        {{#hasSections}}<details class="all"{{#isAllOpen}} open{{/isAllOpen}}><summary><h2>{{rest}}</h2></summary>
        {{#sections}}<h3 lang="de">{{heading}}</h3><dl class="fields">
        {{#rows}}<div class="field" id="{{anchor}}" tabindex="-1"><dt lang="de">{{label}}</dt><dd><span class="value" lang="de">{{value}}</span> <span class="state {{look}}"><span aria-hidden="true">{{icon}}</span> {{word}}</span>
        <details><summary class="soft">[[Woher]]{{#canEdit}}{{#canCorrect}}, [[berichtigen]]{{/canCorrect}}{{/canEdit}}</summary>\(places){{#hasPast}}<p class="soft">[[Vorher:]] <span lang="de">{{#past}}<s>{{.}}</s> {{/past}}</span></p>{{/hasPast}}
        {{#canEdit}}{{#canCorrect}}<form class="line" method="post" action="{{place}}">\(hidden)<input type="hidden" name="feld" value="{{path}}"><div class="input">{{#input}}\(input){{/input}}</div>
        <button name="tun" value="berichtigen">[[Eintragen]]</button>{{#isOpen}}{{#hasValue}}<button class="second" name="tun" value="stimmt">[[Stimmt so]]</button>{{/hasValue}}{{/isOpen}}<button class="second" name="tun" value="fehlt">[[Fehlt]]</button></form>{{/canCorrect}}{{/canEdit}}</details></dd></div>{{/rows}}</dl>{{/sections}}</details>{{/hasSections}}
        {{#hasBlank}}<details><summary>[[Eine Angabe ergänzen]]</summary><form class="card" method="post" action="{{place}}">\(hidden)
        <label for="ergaenzen">[[Feld]]</label><select id="ergaenzen" name="feld" lang="de">{{#blank}}<option value="{{path}}">{{title}}</option>{{/blank}}</select>
        <label for="ergaenzen-wert">[[Angabe]]</label><input id="ergaenzen-wert" name="wert" autocomplete="off"><button name="tun" value="berichtigen">[[Eintragen]]</button></form></details>{{/hasBlank}}

        """
}
