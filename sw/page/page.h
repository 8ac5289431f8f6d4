// SPDX-License-Identifier: Apache-2.0
//
// A report page: one HTML file that holds data, scripts, style and the plotting libraries, so that
// it opens without a network.

#pragma once

#include <string>
#include <string_view>

#include "sw/page/libraries.h"
#include "sw/page/page_data.h"

namespace itg {

std::string MakePage(const PageData& data, const PageLibraries& libraries);

// What stands between <script> and </script> in HTML ends at the first "</script", whatever the
// language inside means by it, and "<!--" changes where it ends.
std::string ScriptSafeJson(const nlohmann::ordered_json& json);  // "<" becomes \u003c
std::string ScriptSafeCode(std::string_view code);               // "</script" becomes "<\/script"

std::string EscapeHtml(std::string_view text);  // & < > " '

}  // namespace itg
