using System.Net;
using Tallydesk.Text;
using Xunit;

namespace Tallydesk.Tests.Text;

[Collection(DeskTests.Name)]
public sealed class CsvTests(DeskHost desk)
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("=cmd|'/C calc'!A0", "\"'=cmd|'/C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("\u200B=1", "\"'\u200B=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("a;=1+1", "\"a;'=1+1\"")]
    [InlineData(";=1", "\";'=1\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a; =1;+2;c", "\"a;' =1;'+2;c\"")]
    [InlineData("a;\"=1+1;b", "\"a;'\"\"=1+1;b\"")]
    [InlineData("a\t@SUM(A1)", "\"a\t'@SUM(A1)\"")]
    [InlineData("a\n=1", "\"a\n'=1\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "\"\"")]
    public void No_text_is_a_formula(string? text, string cell) =>
        Assert.Equal($"{cell},-5\r\n", new Csv().Add(text).Add(-5).EndLine());

    [Fact]
    public async Task A_statement_is_downloaded_by_its_owner_and_staff_alone()
    {
        var (world, other) = (await World.CreateAsync(desk), await World.CreateAsync(desk));
        await world.Lead.PostAsync(
            $"/v1/customers/{world.Id}/credits/adjustments",
            """{"credits":5,"reason":"=cmd|'/C calc'!A0"}"""
        );
        var path = $"/v1/customers/{world.Id}/credits/statement.csv";
        var own = (await world.Customer.GetAsync(path)).Must(HttpStatusCode.OK);
        Assert.Equal("attachment; filename=\"statement.csv\"", own.Headers["Content-Disposition"]);
        var lines = own.Body.Split("\r\n");
        Assert.Equal(
            "\"entry\",\"at\",\"kind\",\"credits\",\"balance\",\"ticket\",\"lots\",\"reason\"",
            lines[0].TrimStart(Csv.ByteOrderMark)
        );
        Assert.EndsWith(",\"'=cmd|'/C calc'!A0\"", lines[2]);
        Assert.Equal(own.Body, (await world.Engineer.GetAsync(path)).Body);
        Assert.Equal("not_found", (await other.Customer.GetAsync(path)).Code);
    }
}
