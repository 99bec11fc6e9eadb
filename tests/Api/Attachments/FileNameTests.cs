using CsCheck;
using Tallydesk.Attachments;
using Tallydesk.Texts;
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
            { "con." + Emoji(150), "filecon." + Emoji(96) },
            { "x" + Emoji(150), "x" + Emoji(99) },
        };

    /// <summary>Whatever is sent, the kept name is one that every system reads alike.</summary>
    [Fact]
    public void No_name_that_is_kept_is_read_otherwise()
    {
        string[] parts =
        [
            "a",
            "con",
            "COM1",
            ".",
            " ",
            ":",
            "/",
            "\\",
            "😀",
            "\uD83D",
            "\0",
            "\t",
            "*",
            "¹",
            "png",
            "\u202E",
        ];
        Gen.Int[0, parts.Length - 1]
            .Select(n => parts[n])
            .Array[0, 150]
            .Select(string.Concat)
            .Sample(
                given =>
                {
                    var kept = FileNames.Of(given);
                    Assert.InRange(kept.Length, 1, 200);
                    Assert.True(TextElements.IsStorable(kept), kept);
                    Assert.Equal(kept.Trim().Trim('.'), kept);
                    Assert.DoesNotContain(kept, c => char.IsControl(c) || "/\\:*?\"<>|\u202E".Contains(c));
                    Assert.DoesNotMatch(@"(?i)^(con|com[0-9¹²³])\s*(\.|$)", kept);
                    Assert.Equal(kept, FileNames.Of(kept));
                },
                iter: 5_000
            );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_read_alike_everywhere(string given, string kept) => Assert.Equal(kept, FileNames.Of(given));

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("😀", count));
}
