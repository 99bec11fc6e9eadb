using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Runtime.Messaging;
using Orleans.Storage;
using Tallydesk.Journal;
using Tallydesk.Problems;
using Xunit;

namespace Tallydesk.Tests.Problems;

/// <summary>A failure of database, network or cluster is never an internal error, whichever route meets it.</summary>
[Collection(DeskTests.Name)]
public sealed class TransientFailureTests(DeskHost desk)
{
    // What these libraries throw for a mistake in our code or settings, or only inside a silo.
    private static readonly string[] Bugs =
    [
        nameof(GrainExtensionNotInstalledException),
        nameof(GrainReferenceNotBoundException),
        nameof(OrleansConfigurationException),
        nameof(WrappedException),
        nameof(BadProviderConfigException),
        "ProviderInitializationException",
        "ProviderStateException",
        "InvalidSchedulingContextException",
        "InvalidMessageFrameException",
    ];

    private static readonly Exception[] OfOthers =
    [
        new TimeoutException(),
        new OperationCanceledException(),
        new TaskCanceledException(),
        new SocketException((int)SocketError.ConnectionReset),
        new IOException("the connection was cut", new SocketException((int)SocketError.ConnectionAborted)),
        new UnknownOutcomeException("unknown", new TimeoutException()),
        new JournalRejectedException("ticket/1", new NpgsqlException("lost")),
        new AggregateException(new NpgsqlException("lost")),
    ];

    /// <summary>Every exception of Orleans and Npgsql that can reach a caller, and those of sockets and cancellation.</summary>
    private static IEnumerable<Exception> Failures =>
        new[] { typeof(OrleansException), typeof(ConnectionFailedException), typeof(NpgsqlException) }
            .SelectMany(one => one.Assembly.GetExportedTypes())
            .Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract && !Bugs.Contains(type.Name))
            .Select(type => (Exception)RuntimeHelpers.GetUninitializedObject(type))
            .Concat(OfOthers);

    [Fact]
    public async Task Every_route_answers_a_transient_failure_with_a_status_that_asks_to_retry()
    {
        var routes = desk.Endpoints;
        Assert.True(routes.Count > 100);
        var wrong = new List<string>();
        foreach (var failure in Failures)
        {
            foreach (var route in routes)
            {
                var (status, retryAfter) = await AnswerAsync(route, failure);
                if (status is not (503 or 504) || retryAfter.Length == 0)
                {
                    wrong.Add($"{failure.GetType().Name} at {route.RoutePattern.RawText}: {status}");
                }
            }
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task A_bug_is_an_internal_error()
    {
        var route = desk.Endpoints[0];

        foreach (
            var bug in (Exception[])
                [new InvalidOperationException(), new JsonException(), new OrleansConfigurationException("wrong")]
        )
        {
            Assert.Equal(500, (await AnswerAsync(route, bug)).Status);
        }
    }

    private async Task<(int Status, string RetryAfter)> AnswerAsync(RouteEndpoint route, Exception failure)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Method =
            route.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: [var first, ..] } ? first : HttpMethods.Get;
        http.Request.Scheme = "http";
        http.Request.Host = new("localhost");
        http.Request.Path = "/" + route.RoutePattern.RawText?.TrimStart('/');
        http.SetEndpoint(route);
        var middleware = new FailureMiddleware(_ => throw failure, NullLogger<FailureMiddleware>.Instance);
        await middleware.InvokeAsync(http);
        return (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString());
    }
}
