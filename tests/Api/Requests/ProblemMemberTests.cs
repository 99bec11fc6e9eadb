using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Tallydesk.Problems;
using Tallydesk.Refusals;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Requests;

/// <summary>A problem has each member once, and those of RFC 9457 mean what they mean there.</summary>
public sealed partial class ProblemMemberTests
{
    private static readonly string[] Folders =
    [
        "Accounts",
        "Api",
        "Files",
        "Grains",
        "Grains.Interfaces",
        "Silo",
        "Storage",
        "Webhooks",
    ];

    public static TheoryData<string> Members => [.. Refusal.MembersOfProblems];

    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Members))]
    public void No_fact_has_the_name_of_a_member(string name)
    {
        var refusal = new Refusal(RefusalCode.NotInThisStatus, "d");
        Assert.Throws<ArgumentException>(() => refusal.With(name, "text"));
        Assert.Throws<ArgumentException>(() => refusal.With(name, 1));
    }

    [Fact]
    public void Every_fact_that_a_refusal_names_has_a_name_of_its_own()
    {
        var names = Folders
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
            )
            .SelectMany(file => Fact().Matches(File.ReadAllText(file)).Select(fact => fact.Groups["name"].Value))
            .ToList();
        Assert.Contains("ticketStatus", names);
        Assert.Empty(names.Intersect(Refusal.MembersOfProblems));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_refusal_is_a_problem_with_each_member_once(RefusalCode code)
    {
        var refusal = new Refusal(code, "d").With("ticketStatus", "closed").With("ticket", 7);
        var http = new DefaultHttpContext();
        http.Request.Path = "/v1/tickets";
        http.Response.Body = new MemoryStream();

        await Problem.Of(refusal).ExecuteAsync(http);

        http.Response.Body.Position = 0;
        using var problem = await JsonDocument.ParseAsync(http.Response.Body);
        var members = problem.RootElement.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(members.Distinct(), members);
        Assert.Equal(http.Response.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(code != RefusalCode.NotFound, members.Contains("ticketStatus"));
    }

    [GeneratedRegex(@"\.With\(\s*\x22(?<name>[^\x22]+)\x22", RegexOptions.NonBacktracking)]
    private static partial Regex Fact();
}
