// SPDX-License-Identifier: Apache-2.0
//
// Whatever a name or a library holds, the elements of the page are those of the form: a script that
// ended too early would show its rest as text, or run it.
#include <gtest/gtest.h>

#include <string>

#include "sw/page/page.h"

namespace itg {
namespace {

constexpr const char* kNasty = "</script><b a=\"it's\">&<!--<script>";

size_t Count(const std::string& text, const std::string& word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(PageText, IsEscaped) {
  EXPECT_EQ(EscapeHtml("a<b> & \"it's\""), "a&lt;b&gt; &amp; &quot;it&#39;s&quot;");
}

TEST(PageText, OfDataHoldsNoTagAndTheSameValue) {
  const nlohmann::ordered_json json = {{kNasty, kNasty}};
  const std::string text = ScriptSafeJson(json);
  EXPECT_EQ(text.find('<'), std::string::npos) << text;
  EXPECT_EQ(nlohmann::ordered_json::parse(text), json);
}

TEST(PageText, ThatIsNoUtf8IsReplaced) {
  EXPECT_EQ(ScriptSafeJson({{"name", "caf\xe9"}}), "{\"name\":\"caf\xef\xbf\xbd\"}");
}

TEST(PageText, OfCodeEndsNoScript) {
  EXPECT_EQ(ScriptSafeCode("a = '</script>'; b = '<!--'; c = '<script>'"),
            "a = '<\\/script>'; b = '<\\!--'; c = '<script>'");
}

class Page : public ::testing::Test {
 protected:
  Page() {
    data_.title = kNasty;
    data_.overview = {{"title", kNasty}, {"kind", "training"}};
    data_.details = {{"run", {{"configuration", kNasty}}}, {kNasty, {{"a", 1}}}};
    libraries_.scripts = {"first = '</script>'", "second = 2", "third = '<!--'"};
    libraries_.licences = std::string("Licence of ") + kNasty;
    text_ = MakePage(data_, libraries_);
  }
  PageData data_;
  PageLibraries libraries_;
  std::string text_;
};

// overview, two details, three libraries, our own.
TEST_F(Page, HasItsSevenScriptsAndNoOther) {
  EXPECT_EQ(Count(text_, "<script"), 7u);
  EXPECT_EQ(Count(text_, "</script>"), 7u);
  EXPECT_EQ(Count(text_, "</script"), 7u);
  EXPECT_EQ(Count(text_, "<!--"), 0u);
  EXPECT_EQ(Count(text_, "<b"), Count(text_, "<body"));
}

TEST_F(Page, IsWhole) {
  EXPECT_EQ(text_.rfind("<!DOCTYPE html>", 0), 0u);
  EXPECT_EQ(Count(text_, "{{"), Count(text_, "${{")) << "a place of the form that was not filled";
  EXPECT_NE(text_.find("Licence of &lt;/script&gt;"), std::string::npos);
  EXPECT_NE(text_.find("function showPage()"), std::string::npos) << "our scripts are in it";
  EXPECT_LT(text_.find("first = "), text_.find("second = "));
  EXPECT_LT(text_.find("second = "), text_.find("third = "));
}

// Nothing is fetched: the one address in it names the grammar of the figures.
TEST_F(Page, NamesNoAddressButThatOfTheGrammar) {
  EXPECT_EQ(Count(text_, "http://") + Count(text_, "https://"), 1u);
  EXPECT_NE(text_.find("https://vega.github.io/schema/vega-lite/v6.json"), std::string::npos);
  EXPECT_NE(text_.find("default-src 'none'"), std::string::npos);
}

}  // namespace
}  // namespace itg
