using Tallydesk.Attachments;
using Xunit;

namespace Tallydesk.Tests.Attachments;

public sealed class FileNameTests
{
    /// <summary>Names as they are sent, and as every system reads them.</summary>
    public static TheoryData<string, string> Names =>
        new()
        {
            { "Screenshot 2026-11-27 10:30:05.png", "Screenshot 2026-11-27 10-30-05.png" },
            { "a.txt:hidden.exe", "a.txt-hidden.exe" },
            { "COM9", "fileCOM9" },
            { "com0.log", "filecom0.log" },
            { "LPT1 .txt", "fileLPT1 .txt" },
            { "lpt³.txt", "filelpt³.txt" },
            { "COM¹", "fileCOM¹" },
            { "CONIN$", "fileCONIN$" },
            { "common.txt", "common.txt" },
            { "report.txt. . .", "report.txt" },
            { " .. secret", "secret" },
            { "a\u2066b\u2069\u200Fc.txt", "abc.txt" },
            { Emoji(150), Emoji(100) },
            { Emoji(150) + ".png", Emoji(98) + ".png" },
            { "x" + Emoji(150), "x" + Emoji(99) },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_read_alike_everywhere(string given, string kept) => Assert.Equal(kept, FileNames.Of(given));

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
