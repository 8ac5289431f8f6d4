// SPDX-License-Identifier: Apache-2.0
#include "sw/page/page.h"

#include <map>

#include "model/error.h"
#include "sw/data/embedded.h"
#include "sw/report/revision.h"

namespace itg {
namespace {

// In the order in which they are run; each uses those above it.
constexpr const char* kScripts[] = {
    "elements", "format", "theme",  "download", "figure", "table",  "curves", "breakdown",
    "roofline", "ranges", "detail", "fronts",   "filter", "points", "search", "main"};

void Replace(const std::string& from, const std::string& to, std::string* text) {
  for (size_t at = text->find(from); at != std::string::npos; at = text->find(from, at)) {
    text->replace(at, from.size(), to);
    at += to.size();
  }
}

// Bytes that are no UTF-8, as a file name may have, become U+FFFD: HTML must be UTF-8.
std::string Dump(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string DataScript(const std::string& id, const nlohmann::ordered_json& json) {
  return "<script type=\"application/json\" id=\"" + EscapeHtml(id) + "\">" + ScriptSafeJson(json) +
         "</script>\n";
}

std::string Data(const PageData& data) {
  std::string text = DataScript("overview", data.overview);
  for (const auto& [name, detail] : data.details) text += DataScript("detail-" + name, detail);
  return text;
}

std::string Scripts() {
  std::string text = "(() => {\n\"use strict\";\n";
  for (const char* name : kScripts) {
    text += Embedded("sw/page/js/" + std::string(name) + ".js");
  }
  return text + "})();\n";
}

// Every {{name}} once, from left to right: what is put in is not looked at again.
std::string Fill(std::string_view form, const std::map<std::string_view, std::string>& values) {
  std::string text;
  while (true) {
    const size_t open = form.find("{{");
    if (open == std::string_view::npos) return text.append(form);
    const size_t close = form.find("}}", open);
    text.append(form.substr(0, open));
    text.append(values.at(form.substr(open + 2, close - open - 2)));
    form.remove_prefix(close + 2);
  }
}

}  // namespace

nlohmann::ordered_json TableJson(const std::vector<std::string>& columns) {
  return {{"columns", columns}, {"rows", nlohmann::ordered_json::array()}};
}

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string ScriptSafeJson(const nlohmann::ordered_json& json) {
  std::string text = Dump(json);
  Replace("<", "\\u003c", &text);
  return text;
}

std::string ScriptSafeCode(std::string_view code) {
  std::string text(code);
  Replace("</script", "<\\/script", &text);
  Replace("<!--", "<\\!--", &text);
  return text;
}

std::string MakePage(const PageData& data, const PageLibraries& libraries) {
  std::string code;
  for (const std::string& library : libraries.scripts) {
    code += "<script>" + ScriptSafeCode(library) + "</script>\n";
  }
  std::string title = Dump(data.title);  // as JSON: valid UTF-8 in quotes
  title = nlohmann::json::parse(title).get<std::string>();
  return Fill(
      Embedded("sw/page/page.html"),
      {{"title", EscapeHtml(title)},
       {"style", std::string(Embedded("sw/page/page.css"))},
       {"program", EscapeHtml(std::string("intaglio ") + Version() + " (" + Revision() + ")")},
       {"data", Data(data)},
       {"libraries", code},
       {"licences", EscapeHtml(libraries.licences)},
       {"scripts", ScriptSafeCode(Scripts())}});
}

}  // namespace itg
