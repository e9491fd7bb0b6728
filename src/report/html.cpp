#include "html.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"

namespace rlslint::html {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0;
  --panel: #f6f8fa; --error: #b3261e; --warning: #8a5a00; --info: #0b5cad; --good: #1a7f37; --unknown: #7a3fb5;
  --mark: #fff0b3; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --text: #e6edf3; --quiet: #9198a1;
  --line: #3d444d; --panel: #161b22; --error: #ff8b83; --warning: #e3b341; --info: #79b8ff; --good: #56d364;
  --unknown: #d2a8ff; --mark: #5c4800; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2, h3 { font-size: 1rem; margin: 0; }
.group > h2 { margin: 1.6rem 0 .4rem; } .flat > h2 { display: none; }
a { color: inherit; } p { margin: .4rem 0; } .quiet { color: var(--quiet); font-size: .9rem; }
pre, code { font: .85rem/1.45 ui-monospace, monospace; }
pre { background: var(--panel); padding: .5rem .7rem; margin: .5rem 0; overflow-x: auto; overflow-wrap: normal;
  border-radius: 6px; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
form { position: sticky; top: 0; background: var(--ground); padding: .5rem 0; display: flex; flex-wrap: wrap;
  gap: .4rem .9rem; align-items: center; border-bottom: 1px solid var(--line); z-index: 1; }
select { font: inherit; font-size: .9rem; color: inherit; background: var(--panel); padding: .2rem .3rem;
  border: 1px solid var(--line); border-radius: 6px; }
input[type=search] { flex: 1 1 14rem; min-width: 0; padding: .45rem .6rem; font: inherit; color: inherit;
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.item { border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; padding: .6rem .8rem;
  margin: .8rem 0; scroll-margin-top: 7rem; }
.item:target { outline: 2px solid var(--info); }
[hidden] { display: none; }
ul { padding-left: 1.2rem; }
.error, .all { color: var(--error); } .warning, .some { color: var(--warning); } .info { color: var(--info); }
.none { color: var(--good); } .unknown { color: var(--unknown); }
.item[data-kind=error] { border-left-color: var(--error); }
.item[data-kind=warning] { border-left-color: var(--warning); }
.item[data-kind=info] { border-left-color: var(--info); }
.item[data-kind=all] { border-left-color: var(--error); }
.item[data-kind=some] { border-left-color: var(--warning); }
.item[data-kind=unknown] { border-left-color: var(--unknown); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; table-layout: fixed; }
th, td { text-align: left; padding: .25rem .3rem; border-bottom: 1px solid var(--line); font-size: .9rem; }
td a { font-weight: 600; }
.why { display: none; border-left: 3px solid var(--line); padding: .1rem .8rem; margin: .5rem 0;
  scroll-margin-top: 9rem; }
.why:target { display: block; }
@media (max-width: 30rem) { body { padding: .6rem; font-size: 15px; } table { table-layout: auto; }
  th, td { font-size: .74rem; padding: .25rem .12rem; overflow-wrap: break-word; } td a { font-weight: 400; }
  .item { padding: .6rem .5rem; overflow-x: auto; } }
@media print { form { display: none; } .why { display: block; } }
)css";

constexpr std::string_view script = R"js(
const items = [...document.querySelectorAll('.item')];
const search = document.getElementById('search');
const kinds = [...document.querySelectorAll('input[name=kind]')];
const groups = [...document.querySelectorAll('.group')];
const order = document.getElementById('order');
const homes = new Map(items.map(item => [item, item.parentElement]));
function arrange() {
  const weight = kinds.map(box => box.value);
  const heavier = (a, b) => weight.indexOf(a.dataset.kind) - weight.indexOf(b.dataset.kind);
  const flat = order.value === 'weight';
  for (const item of flat ? [...items].sort(heavier) : items) (flat ? groups[0] : homes.get(item)).append(item);
  if (groups.length) groups[0].classList.toggle('flat', flat);
  narrow();
}
function narrow() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(kinds.filter(box => box.checked).map(box => box.value));
  let shown = 0;
  for (const item of items) {
    item.text ??= item.textContent.toLowerCase();
    item.hidden = !(wanted.has(item.dataset.kind) && words.every(word => item.text.includes(word)));
    if (!item.hidden) shown += 1;
  }
  for (const group of groups) group.hidden = !group.querySelector('.item:not([hidden])');
  document.getElementById('shown').textContent = shown + ' of ' + items.length + ' shown';
}
function reveal() {
  const meant = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const item = meant && meant.closest('.item');
  if (item && item.hidden) { search.value = ''; kinds.forEach(box => box.checked = true); narrow(); }
  for (let outer = meant; outer; outer = outer.parentElement) if (outer.tagName === 'DETAILS') outer.open = true;
  if (meant) meant.scrollIntoView();
}
if (search) {
  search.form.addEventListener('submit', event => event.preventDefault());
  search.form.addEventListener('input', narrow);
  if (order) order.addEventListener('change', arrange);
  addEventListener('hashchange', reveal);
  narrow();
  if (location.hash) reveal();
}
)js";

} // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        case '\'': safe += "&#39;"; break;
        default: safe += c;
        }
    }
    return safe;
}

std::string breakable(std::string_view text) {
    constexpr std::size_t long_word = 20; // shorter ones fit on any screen
    constexpr std::string_view dividers = "/_:(";
    std::string all;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find(' '), text.size() - 1) + 1;
        std::string word = escaped(text.substr(0, length));
        text.remove_prefix(length);
        if (length <= long_word) {
            all += word;
            continue;
        }
        for (const char c : word) {
            all += c;
            if (dividers.find(c) != dividers.npos) all += "<wbr>";
        }
    }
    return all;
}

std::string search_form(std::string_view hint, std::span<const Kind> kinds, Grouped grouped) {
    std::string form = fmt::format(
        "<form role=\"search\"><input type=\"search\" id=\"search\" placeholder=\"{0}\" aria-label=\"{0}\">",
        escaped(hint));
    for (const Kind& kind : kinds) {
        form +=
            fmt::format("<label class=\"{0}\"><input type=\"checkbox\" name=\"kind\" value=\"{0}\" checked> "
                        "{1}</label>",
                        kind.value, escaped(kind.label));
    }
    if (grouped == Grouped::yes)
        form += "<select id=\"order\" aria-label=\"Order\"><option value=\"file\">by file</option>"
                "<option value=\"weight\">heaviest first</option></select>";
    return form + "<span class=\"quiet\" id=\"shown\" role=\"status\"></span></form>\n";
}

std::string page(std::string_view title, std::string_view body) {
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                       "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}<script>{}</script>\n"
                       "</body>\n</html>\n",
                       escaped(title), style, body, script);
}

} // namespace rlslint::html
