using System.Data.Common;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Journal;
using Tallydesk.Problems;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Problems;

/// <summary>Whatever fails, a browser shows a page with a way on, and a program reads a problem.</summary>
[Collection(DeskTests.Name)]
public sealed class FailurePageTests(DeskHost desk)
{
    private const string Browser = "text/html,application/xhtml+xml,*/*;q=0.8";

    /// <summary>Failures behind the endpoint, their status, and words of the page.</summary>
    public static TheoryData<string, int, string> Failures =>
        new()
        {
            { nameof(InvalidOperationException), 500, "Something went wrong" },
            { nameof(DbException), 503, "Try again in a minute" },
            { nameof(JournalRejectedException), 503, "Try again in a minute" },
            { nameof(TimeoutException), 504, "Go back and send it again" },
            { nameof(UnknownOutcomeException), 504, "Go back and send it again" },
            { nameof(BadHttpRequestException), 413, "limit" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_a_page_in_a_browser_and_a_problem_for_a_program(
        string failure,
        int status,
        string words
    )
    {
        var page = await FailAsync("/tickets/1", failure, Browser);
        AssertIsPage(page.Status, page.Type, page.Body, status);
        Assert.Contains(words, page.Body, StringComparison.Ordinal);
        foreach (var accept in (string[])["application/json", "*/*", ""])
        {
            AssertIsProblem(await FailAsync("/tickets/1", failure, accept), status);
        }

        // A program's address is one whatever is accepted.
        AssertIsProblem(await FailAsync("/v1/tickets/1", failure, Browser), status);
    }

    [Fact]
    public async Task What_no_endpoint_answers_is_a_page_in_a_browser_and_a_problem_for_a_program()
    {
        using var browser = new PageBrowser(desk.Address, ("Accept", Browser));
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        var missing = await browser.GetAsync("/no-such-page");
        AssertIsPage((int)missing.Status, missing.Headers["Content-Type"], missing.Html, 404);
        // Routing knows the address by another method.
        var wrong = await browser.PostAsync("/system");
        AssertIsPage((int)wrong.Status, wrong.Headers["Content-Type"], wrong.Html, 405);

        using var http = new HttpClient { BaseAddress = desk.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", DeskHost.AdminToken);
        foreach (
            var (method, path, status) in ((HttpMethod, string, int)[])
                [(HttpMethod.Get, "/v1/no-such-thing", 404), (HttpMethod.Delete, "/v1/tickets", 405)]
        )
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Accept", Browser);
            using var answer = await http.SendAsync(request);
            AssertIsProblem(
                (
                    (int)answer.StatusCode,
                    answer.Content.Headers.ContentType?.MediaType,
                    await answer.Content.ReadAsStringAsync()
                ),
                status
            );
        }
    }

    [Fact]
    public async Task Too_many_requests_are_a_page_in_a_browser_and_a_problem_for_a_program()
    {
        var limited = await DeskHost.StartAsync("--Limits:VisitorBurst=3", "--Limits:AddressBurst=3");
        try
        {
            using var http = new HttpClient { BaseAddress = limited.Address };
            Assert.Equal("text/html", await RefusedTypeAsync(http, Browser));
            Assert.Equal("application/problem+json", await RefusedTypeAsync(http, "*/*"));
        }
        finally
        {
            await limited.DisposeAsync();
        }
    }

    /// <summary>The type of the answer that refuses a visitor once they have sent too many requests; null when none does.</summary>
    private static async Task<string?> RefusedTypeAsync(HttpClient http, string accept)
    {
        for (var i = 0; i < 50; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/contact");
            request.Headers.Add("Accept", accept);
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
                return answer.Content.Headers.ContentType?.MediaType;
            }
        }

        return null;
    }

    private static void AssertIsPage(int status, string? type, string html, int expected)
    {
        Assert.Equal((expected, "text/html"), (status, type?.Split(';')[0]));
        Assert.Contains("role=\"alert\"", html.Replace("<h1>Not found", "role=\"alert\"", StringComparison.Ordinal));
        Assert.Contains("href=\"/\"", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>", html.Trim(), StringComparison.Ordinal);
    }

    private static void AssertIsProblem((int Status, string? Type, string Body) answer, int expected)
    {
        Assert.Equal((expected, "application/problem+json"), (answer.Status, answer.Type?.Split(';')[0]));
        Assert.Contains($"\"status\":{expected}", answer.Body, StringComparison.Ordinal);
    }

    private async Task<(int Status, string? Type, string Body)> FailAsync(string path, string failure, string accept)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        using var body = new MemoryStream();
        http.Request.Method = "POST";
        http.Request.Scheme = "http";
        http.Request.Host = new("localhost");
        http.Request.Path = path;
        http.Request.Headers.Accept = accept;
        http.Response.Body = body;
        var middleware = new FailureMiddleware(_ => throw Of(failure), NullLogger<FailureMiddleware>.Instance);
        await middleware.InvokeAsync(http);
        return (http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()));
    }

    private static Exception Of(string failure) =>
        failure switch
        {
            nameof(DbException) => new LostDatabase(),
            nameof(JournalRejectedException) => new JournalRejectedException("ticket/1", new LostDatabase()),
            nameof(TimeoutException) => new TimeoutException(),
            nameof(UnknownOutcomeException) => new UnknownOutcomeException("unknown", new TimeoutException()),
            nameof(BadHttpRequestException) => new BadHttpRequestException("too large", 413),
            _ => new InvalidOperationException("a bug"),
        };

    private sealed class LostDatabase() : DbException("lost");
}
