using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Template;
using Tallydesk.Limits;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Batches;

/// <summary>
/// Sends each command of a batch through the endpoint of its own request, with that endpoint's rights, rules and words. A
/// command has the id that its own request would have, so sending it again either way is a repeat.
/// </summary>
/// <param name="pipeline">Carries out a request whose endpoint is set, if its caller is authorized. A <see cref="Problem"/> among its features is its answer.</param>
internal sealed class BatchRunner(RequestDelegate pipeline)
{
    private const int AtOnce = 64;
    private IReadOnlyList<Route>? routes;

    /// <summary>Carries out a batch.</summary>
    /// <exception cref="InvalidFieldException"><c>commands</c> is absent, empty or too long.</exception>
    public async Task<IResult> RunAsync(HttpContext http, EndpointDataSource endpoints, NewBatch batch)
    {
        if (
            batch.Commands is not { Count: >= 1 and <= BatchEndpoints.MostCommands } commands
            || commands.Any(command => command is null)
        )
        {
            throw new InvalidFieldException(
                "commands",
                $"commands must have 1 to {BatchEndpoints.MostCommands.ToString("N0", CultureInfo.InvariantCulture)} items."
            );
        }

        routes ??= [.. RoutesOf(endpoints)];
        var limits = http.RequestServices.GetRequiredService<CommandLimits>();
        var requests = commands.Select(command => new Request(command!, Match(command!))).ToArray();
        // The commands beyond the limit are the end of the batch, even if the bucket is filled again in between.
        var within = requests.TakeWhile(_ => limits.TryTake(http)).ToArray();
        await Parallel.ForEachAsync(
            within.GroupBy(request => request.Sequence),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = http.RequestAborted },
            async (sequence, gone) =>
            {
                foreach (var request in sequence)
                {
                    gone.ThrowIfCancellationRequested();
                    request.Answer = await RunAsync(http, request, Refuse(request));
                }
            }
        );
        await RefuseAsync(http, requests[within.Length..], limits);
        http.Response.Headers[Problem.TraceHeader] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        return new JsonAnswer<BatchAnswers>(
            StatusCodes.Status200OK,
            new([.. requests.Select(request => request.Answer!)])
        );
    }

    /// <summary>Answers what is beyond the limit. It is logged once.</summary>
    private async Task RefuseAsync(HttpContext http, Request[] beyond, CommandLimits limits)
    {
        if (beyond.Length == 0)
        {
            return;
        }

        http.Response.Headers.RetryAfter = limits.RetryAfter(http);
        var first = await RunAsync(http, beyond[0], RequestLimits.TooMany);
        foreach (var request in beyond)
        {
            request.Answer = first with { Key = request.Command.Key };
        }
    }

    private async Task<BatchAnswer> RunAsync(HttpContext http, Request request, Problem? refused)
    {
        await using var scope = http.RequestServices.CreateAsyncScope();
        await using var answered = new MemoryStream();
        var own = OwnRequest(http, request, scope.ServiceProvider, answered);
        own.Features.Set(refused);
        await pipeline(own);
        await own.Response.CompleteAsync();
        var isJson = own.Response.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        return new(
            request.Command.Key,
            own.Response.StatusCode,
            isJson ? ReadAnswer(answered.GetBuffer().AsSpan(0, (int)answered.Length)) : null
        );
    }

    private static JsonElement ReadAnswer(ReadOnlySpan<byte> answered)
    {
        var reader = new Utf8JsonReader(answered);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The single request of a command, by the same caller and from the same address.</summary>
    private static DefaultHttpContext OwnRequest(
        HttpContext http,
        Request request,
        IServiceProvider services,
        Stream answered
    )
    {
        var own = new DefaultHttpContext
        {
            RequestServices = services,
            User = http.User,
            TraceIdentifier = http.TraceIdentifier,
            RequestAborted = http.RequestAborted,
        };
        (own.Connection.RemoteIpAddress, own.Connection.LocalIpAddress) = (
            http.Connection.RemoteIpAddress,
            http.Connection.LocalIpAddress
        );
        (own.Request.Method, own.Request.Scheme, own.Request.Host) = (
            HttpMethods.Post,
            http.Request.Scheme,
            http.Request.Host
        );
        own.Request.Path = request.Path;
        own.Request.Headers.Authorization = http.Request.Headers.Authorization;
        own.Request.Headers[Requests.Command.KeyHeader] = request.Command.Key;
        own.Request.ContentType = "application/json";
        own.Request.Body = new MemoryStream(BodyOf(request.Command));
        own.Request.ContentLength = own.Request.Body.Length;
        own.Features.Set<IHttpRequestBodyDetectionFeature>(HasBody.Always);
        own.Request.RouteValues = request.Values;
        own.SetEndpoint(request.Route?.Endpoint);
        own.Response.Body = answered;
        return own;
    }

    private static byte[] BodyOf(NewBatchCommand command) =>
        command.Body is { } body ? JsonMarshal.GetRawUtf8Value(body).ToArray() : "null"u8.ToArray();

    private static Problem? Refuse(Request request) =>
        !Requests.Command.IsKey(request.Command.Key)
            ? Problem.OfField(
                "key",
                $"key must have 1 to {CommandIds.LongestKey} printable ASCII characters and must not begin or end with a space."
            )
        : request.Route is null ? Problem.OfField("path", "Batches don't support this path.")
        : null;

    private (Route? Route, PathString Path, RouteValueDictionary Values) Match(NewBatchCommand command)
    {
        if (command.Path is { } sent && IsPath(sent))
        {
            var path = PathString.FromUriComponent(sent);
            foreach (var route in routes!)
            {
                var values = new RouteValueDictionary();
                if (route.Matcher.TryMatch(path, values))
                {
                    return (route, path, values);
                }
            }
        }

        return (null, "/", []);
    }

    /// <summary>Whether a text is the path of an address, as a request's first line would have it.</summary>
    private static bool IsPath(string text) =>
        text.StartsWith('/')
        && text.All(c => c is > ' ' and <= '~' and not '?' and not '#')
        && !text.Contains("%00", StringComparison.Ordinal);

    private static IEnumerable<Route> RoutesOf(EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let batched = endpoint.Metadata.GetMetadata<Batched>()
        where batched is not null
        select new Route(endpoint, new(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []), batched.InOrderOf);

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public static HasBody Always { get; } = new();

        public bool CanHaveBody => true;
    }

    private sealed record Route(RouteEndpoint Endpoint, TemplateMatcher Matcher, string? InOrderOf);

    /// <summary>A command being carried out.</summary>
    private sealed class Request(
        NewBatchCommand command,
        (Route? Route, PathString Path, RouteValueDictionary Values) matched
    )
    {
        public NewBatchCommand Command { get; } = command;

        public Route? Route { get; } = matched.Route;

        public PathString Path { get; } = matched.Path;

        public RouteValueDictionary Values { get; } = matched.Values;

        /// <summary>Commands of one sequence are carried out one after the other.</summary>
        public object Sequence => Route?.InOrderOf is { } name && Values[name] is { } value ? value : this;

        public BatchAnswer? Answer { get; set; }
    }
}
