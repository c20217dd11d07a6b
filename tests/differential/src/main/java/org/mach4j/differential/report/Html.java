// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.report;

/** Text inside markup. */
final class Html {
    private Html() {}

    /** As content or as a quoted attribute, in HTML and in XML 1.0; characters that XML does not have become question marks. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    boolean known = c == '\n'
                            || c == '\t'
                            || (c >= 0x20 && c < 0xd800)
                            || (c >= 0xe000 && c < 0xfffe)
                            || c >= 0x10000;
                    escaped.appendCodePoint(known ? c : '?');
                }
            }
        });
        return escaped.toString();
    }
}
