using CsCheck;
using MimeKit;
using Tallydesk.Identity;
using Xunit;

namespace Tallydesk.Tests.Mail;

/// <summary>What counts as an e-mail address is what the mail library reads as that one address and nothing else.</summary>
public sealed class EmailAddressTests
{
    private static readonly string[] Pieces =
    [
        "a",
        "Z9",
        ".",
        "..",
        "@",
        "-",
        "+",
        "_",
        "'",
        "<",
        ">",
        "(",
        ")",
        ",",
        ";",
        ":",
        "\"",
        "\\",
        "[",
        "]",
        " ",
        "\t",
        "\r\n",
        "\0",
        "ü",
        "=?utf-8?q?a?=",
        "shop.example",
    ];

    /// <summary>Texts that some mail program reads as another address, or as more than one.</summary>
    public static TheoryData<string?> Refused =>
        [
            null,
            "",
            "nobody",
            "@x",
            "a@",
            "a@b@c",
            "<a@x>",
            "Olga <a@x>",
            "a@x (comment)",
            "(comment)a@x",
            "\"a b\"@x",
            "\"a\"@x",
            "a@x, b@x",
            "a@x;b@x",
            "group: a@x;",
            "a@[127.0.0.1]",
            "a b@x",
            "a@x\r\nBcc: b@x",
            "a@x\0",
            "a\u200B@x",
            "a@x\u202E",
            "jürgen@x",
            "a@müller.example",
            ".a@x",
            "a.@x",
            "a..b@x",
            "a@.x",
            "a@x.",
            "a@x..y",
            "a@-x",
            "a@x-",
            "a@x_y",
            $"{new string('a', 65)}@x",
            $"a@{new string('x', 64)}",
            $"a@{string.Join('.', Enumerable.Repeat(new string('x', 50), 6))}",
        ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_none(string? text) => Assert.False(EmailAddress.IsOne(text));

    [Theory]
    [InlineData("olga@shop.example")]
    [InlineData("Olga.Petrova+desk@shop-1.example")]
    [InlineData("o'neil_x@xn--mller-kva.example")]
    [InlineData("tallydesk@localhost")]
    public void It_is_one(string text) => Assert.True(EmailAddress.IsOne(text));

    [Theory]
    [InlineData(" Olga@Shop.Example ", "olga@shop.example")]
    [InlineData("\u212A@x.example", "\u212A@x.example")]
    [InlineData("\u0130@x.example", "\u0130@x.example")]
    [InlineData(null, "")]
    public void Letters_of_other_alphabets_stay_what_they_are(string? typed, string normal) =>
        Assert.Equal(normal, EmailAddress.Normalize(typed));

    [Fact]
    public void Whatever_is_one_the_mail_library_reads_as_it_stands() =>
        Gen.Int[0, Pieces.Length - 1]
            .Select(n => Pieces[n])
            .Array[1, 8]
            .Select(string.Concat)
            .Sample(
                text =>
                    !EmailAddress.IsOne(text)
                    || (
                        InternetAddressList.TryParse(text, out var list)
                        && list is [MailboxAddress { Name: null or "" } read]
                        && read.Address == text
                        && new MailboxAddress("", text).ToString() == read.ToString()
                    ),
                iter: 20_000
            );
}
