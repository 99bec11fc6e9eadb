using System.Globalization;

namespace Tallydesk.Tests.Browser;

/// <summary>Texts that would run script where a page lets them: by element and event, by address, by Markdown, by what parsers mend.</summary>
internal static class Payloads
{
    private const string Act = "alert(1)";

    private static readonly string[] Elements =
    [
        "img src=x",
        "svg",
        "body",
        "iframe",
        "input autofocus",
        "details open",
        "video",
        "audio src=x",
        "object data=x",
        "embed src=x",
        "marquee",
        "select autofocus",
        "textarea autofocus",
        "math",
        "button autofocus",
        "a href=# tabindex=1",
        "form",
        "table",
        "p",
        "custom-element tabindex=1",
    ];

    private static readonly string[] Events =
    [
        "onerror",
        "onload",
        "onfocus",
        "ontoggle",
        "onmouseover",
        "onclick",
        "onanimationstart",
        "ontransitionend",
        "onpointerenter",
        "onwheel",
        "oncopy",
        "onauxclick",
        "ondragstart",
        "onbeforetoggle",
        "onbegin",
        "onstart",
    ];

    private static readonly string[] Addresses =
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u0001javascript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "javascript&#58;alert(1)",
        "javascript:alert&lpar;1&rpar;",
        "javascript://%0aalert(1)",
        "javascript:/*--></title></style></textarea></script><svg onload=alert(1)>",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "blob:alert(1)",
        "file:///etc/passwd",
        "//elsewhere.example/x.js",
        "https://elsewhere.example\" onmouseover=\"alert(1)",
        "https://elsewhere.example' onmouseover='alert(1)",
        "https:javascript:alert(1)",
        "feed:javascript:alert(1)",
        "jar:https://elsewhere.example!/",
    ];

    private static readonly string[] Whole =
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<script >alert(1)</script >",
        "<script/x>alert(1)</script>",
        "<script\n>alert(1)</script>",
        "<<script>alert(1)//<</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script src=//elsewhere.example/x.js></script>",
        "<script type=module>alert(1)</script>",
        "<script>alert(1)",
        "</script><script>alert(1)</script>",
        "\"><script>alert(1)</script>",
        "'><script>alert(1)</script>",
        "--><script>alert(1)</script>",
        "]]><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "</noscript><script>alert(1)</script>",
        "</template><script>alert(1)</script>",
        "</bdi><script>alert(1)</script>",
        "</option></select><img src=x onerror=alert(1)>",
        "</p></div></main><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><set attributeName=onmouseover to=alert(1)>",
        "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\">",
        "<svg><script>alert(1)</script></svg>",
        "<svg><script href=data:,alert(1) />",
        "<svg><foreignObject><iframe srcdoc=\"<script>alert(1)</script>\">",
        "<style>@import 'https://elsewhere.example/x.css';</style>",
        "<style>body{background:url(javascript:alert(1))}</style>",
        "<link rel=stylesheet href=https://elsewhere.example/x.css>",
        "<link rel=prefetch href=https://elsewhere.example>",
        "<base href=https://elsewhere.example/>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<meta http-equiv=refresh content=\"0;url=https://elsewhere.example\">",
        "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
        "<embed src=\"data:text/html,<script>alert(1)</script>\">",
        "<form action=javascript:alert(1)><button>x",
        "<form><button formaction=javascript:alert(1)>x",
        "<input type=image src=x formaction=javascript:alert(1)>",
        "<isindex action=javascript:alert(1) type=image>",
        "<img src=`x` onerror=`alert(1)`>",
        "<img src=x:alert(1) onerror=eval(src)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<img/src=x/onerror=alert(1)>",
        "<img src=x onerror=\"&#97;lert(1)\">",
        "<img src=x onerror=\\u0061lert(1)>",
        "<img srcset=\"x 1x\" onerror=alert(1)>",
        "<img src=x style=\"x:expression(alert(1))\">",
        "<div style=\"background:url(https://elsewhere.example/x)\">x</div>",
        "<div style=\"position:fixed;inset:0;z-index:9999\"><a href=https://elsewhere.example>Sign in again</a></div>",
        "<p id=body name=body>",
        "<form id=x><input name=attributes><input name=nodeName></form>",
        "<a id=alert href=javascript:alert(1)>x</a>",
        "<dialog open>Sign in again</dialog>",
        "<input name=__RequestVerificationToken value=x>",
        "<x onclick=alert(1)>x</x>",
        "<xss style=display:block onpointerrawupdate=alert(1)>x</xss>",
        "<a href=\"https://elsewhere.example\" target=_top onclick=alert(1)>x</a>",
        "<button popovertarget=x onclick=alert(1)>x</button><div popover id=x onbeforetoggle=alert(1)>x</div>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!-- --!><img src=x onerror=alert(1)> -->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?xml version=\"1.0\"?><img src=x onerror=alert(1)>",
        "<%<!--'%><script>alert(1)</script -->",
        "\0<script>alert(1)</script>".Replace("\0", "\u0001", StringComparison.Ordinal),
        "<s\u0000cript>alert(1)</script>".Replace("\0", "", StringComparison.Ordinal),
        "＜script＞alert(1)＜/script＞",
        "\u2028<script>alert(1)</script>",
        "\u202E<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;alert(1)",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
        "\\u003cscript\\u003ealert(1)",
        "{{constructor.constructor('alert(1)')()}}",
        "{{7*7}}",
        "${alert(1)}",
        "@(alert(1))",
        "<%= alert(1) %>",
        "#{alert(1)}",
        "[[${alert(1)}]]",
        "javascript:alert(1)",
        "' onmouseover=alert(1) x='",
        "\" onmouseover=alert(1) x=\"",
        "\" autofocus onfocus=alert(1) x=\"",
        "` onmouseover=alert(1) x=`",
        "</a><a href=javascript:alert(1)>x",
        "=HYPERLINK(\"https://elsewhere.example\",\"x\")",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "`</code><script>alert(1)</script>`",
        "    </code></pre><img src=x onerror=alert(1)>",
        "| a | b |\n|---|---|\n| <img src=x onerror=alert(1)> | `<script>alert(1)</script>` |",
        "> <img src=x onerror=alert(1)>\n> - <svg onload=alert(1)>",
        "# <img src=x onerror=alert(1)>",
        "1. <img src=x onerror=alert(1)>\n2. [x](javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x]: data:text/html,<script>alert(1)</script>\n\n![x]",
        "[x][y]\n\n[y]: <javascript:alert(1)> \"onmouseover=alert(1)\"",
        "[a](<javascript:alert(1)>)",
        "[a](javascript:alert(1) \"title\" onmouseover=alert(1))",
        "[a](https://elsewhere.example \"x\\\" onmouseover=alert(1) y=\\\"\")",
        "[![x](javascript:alert(1))](javascript:alert(1))",
        "[<img src=x onerror=alert(1)>](https://elsewhere.example)",
        "[javascript:alert(1)](https://elsewhere.example)",
        "<javascript:alert(1)>",
        "<https://elsewhere.example/\"onmouseover=\"alert(1)>",
        "<data:text/html,<script>alert(1)</script>>",
        "https://elsewhere.example/\"><script>alert(1)</script>",
        "http://javascript:alert(1)@elsewhere.example",
        "mailto:a@b.example\"onmouseover=alert(1)",
        "![x](x\" onerror=\"alert(1))",
        "![x](https://elsewhere.example/x.png)",
        "**<img src=x onerror=alert(1)>**",
        "~~<svg/onload=alert(1)>~~",
        "\\<script>alert(1)\\</script>",
        "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
        "{.class onclick=alert(1)}",
        "# x {onmouseover=alert(1)}",
        "::: x onclick=alert(1)\nx\n:::",
    ];

    /// <summary>Every payload, each once.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Elements
            .SelectMany(element => Events.Select(happens => $"<{element} {happens}={Act}>x"))
            .Concat(Addresses.Select(address => $"[x]({address})"))
            .Concat(Addresses.Select(address => $"![x]({address})"))
            .Concat(Addresses.Select(address => $"<a href=\"{address}\">x</a>"))
            .Concat(Addresses.Select(address => $"<{address}>"))
            .Concat(Whole)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Those that fit a line of a length, without what a line can't hold.</summary>
    public static IReadOnlyList<string> Lines(int longest) =>
        [
            .. All.Select(OnOneLine)
                .Where(text => text.Trim().Length > 0 && text.Length <= longest)
                .Distinct(StringComparer.Ordinal),
        ];

    private static string OnOneLine(string text) =>
        new([
            .. text.Where(c =>
                char.GetUnicodeCategory(c)
                    is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator)
            ),
        ]);
}
