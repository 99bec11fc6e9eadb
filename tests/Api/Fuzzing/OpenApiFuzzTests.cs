using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Rights;
using Tallydesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tallydesk.Tests.Fuzzing;

/// <summary>
/// Every operation of the interface's description with input that is right, half right and wrong, one after another on the
/// same desk. <c>FUZZ_REQUESTS</c> says how many, <c>FUZZ_SEED</c> which.
/// </summary>
public sealed partial class OpenApiFuzzTests(ChatDesk chats, ITestOutputHelper output) : IClassFixture<ChatDesk>
{
    private const int Usual = 5_000;
    private const int Refresh = 1_000;
    private static readonly string[] Inside =
    [
        "   at ",
        "Exception",
        "System.",
        "Npgsql",
        "SQLite",
        "StackTrace",
        ".cs:line",
    ];
    private static readonly string[] ContentTypes =
    [
        "text/plain",
        "application/xml",
        "application/json; charset=utf-16",
        "multipart/form-data",
    ];

    private static int Number(string setting, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(setting), CultureInfo.InvariantCulture, out var given)
            ? given
            : otherwise;

    [Fact]
    public async Task No_input_breaks_the_desk_and_every_answer_is_as_described()
    {
        var seed = Number("FUZZ_SEED", 20_261);
        var random = new Random(seed);
        var requests = Number("FUZZ_REQUESTS", Usual);
        var document = (await chats.Desk.Admin.GetAsync("/openapi/v1.json")).Must(HttpStatusCode.OK).Body;
        var operations = Operation.All(document, out var definitions);
        var known = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var inputs = new Inputs(random, definitions, known);
        var statuses = new SortedDictionary<int, int>();
        var wrong = new List<string>();
        List<ApiClient> callers = [];
        for (var sent = 0; sent < requests && wrong.Count < 20; sent++)
        {
            if (sent % Refresh == 0)
            {
                callers = await MeetAsync(known);
            }

            var operation = operations[sent % operations.Count];
            var caller = callers[random.Next(callers.Count)];
            var (answer, what) = await SendAsync(operation, caller, inputs, random);
            statuses[(int)answer.Status] = statuses.GetValueOrDefault((int)answer.Status) + 1;
            Remember(operation, answer, known);
            wrong.AddRange(FaultsOf(operation, answer).Select(fault => $"#{sent} {what}: {fault}"));
        }

        output.WriteLine(
            $"{requests} requests, seed {seed}: {string.Join(", ", statuses.Select(one => $"{one.Key} × {one.Value}"))}"
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(statuses.Keys.Count(status => status < 300) >= 2, "Nothing was ever done.");
        (await chats.Desk.Admin.GetAsync("/health/ready")).Must(HttpStatusCode.OK);
    }

    /// <summary>A new customer with things of each kind, and everybody who may call.</summary>
    private async Task<List<ApiClient>> MeetAsync(Dictionary<string, List<string>> known)
    {
        var mine = await Things.CreateAsync(chats);
        void Know(string name, string slot) => known[name] = [mine[slot]];
        Know("customer", "$customer");
        Know("customerId", "$customer");
        Know("licenseNumber", "$license");
        known["number"] = [mine["$ticket"], mine["$second"], mine["$license"]];
        Know("into", "$second");
        Know("message", "$message");
        Know("messageIds", "$message");
        known["id"] = [mine["$chat"], mine["$enquiry"], mine["$user"], mine["$token"], mine["$file"]];
        Know("desk", "$desk");
        Know("version", "$version");
        Know("engineer", "$engineer");
        known["edition"] = ["CS-Cart", "Multi-Vendor Ultimate"];
        known["email"] = ["a@test.example"];
        known["timeZone"] = ["Europe/Berlin"];
        known["zone"] = ["Asia/Tokyo"];
        known["trail"] = ["rights", "tickets"];
        known["role"] = ["engineer", "customer"];
        return
        [
            mine.World.Admin,
            mine.World.Admin,
            mine.World.Lead,
            mine.World.Engineer,
            mine.World.Customer,
            mine.World.Customer,
            mine.World.System,
            chats.Desk.Client(token: null),
        ];
    }

    private static async Task<(ApiAnswer Answer, string What)> SendAsync(
        Operation operation,
        ApiClient caller,
        Inputs inputs,
        Random random
    )
    {
        var path = PathParameter()
            .Replace(
                operation.Path,
                slot =>
                {
                    var parameter = operation.Parameters.First(one =>
                        one.In == "path" && one.Name == slot.Groups["name"].Value
                    );
                    var text = inputs.Parameter(parameter.Name, parameter.Schema);
                    return Uri.EscapeDataString(text.Length is 0 or > 2_000 ? "x" : text);
                }
            );
        var query = operation
            .Parameters.Where(one => one.In == "query" && random.Next(2) == 0)
            .Select(one => $"{one.Name}={Uri.EscapeDataString(Short(inputs.Parameter(one.Name, one.Schema)))}");
        var address = $"{path}?{string.Join('&', query)}".TrimEnd('?');
        var key = random.Next(6) == 0 && operation.Method != "GET" ? Header(inputs.AnyText()) : null;
        var match = random.Next(8) == 0 ? Header(inputs.AnyText()) : null;
        var what = $"{operation.Method} {address}";
        if (operation.TakesBytes)
        {
            var bytes = new byte[random.Next(0, 3_000)];
            random.NextBytes(bytes);
            return (await caller.SendBytesAsync(address, bytes, "application/octet-stream", key), what);
        }

        var body =
            operation.Body is { } schema ? inputs.Body(schema)
            : random.Next(10) == 0 ? inputs.AnyText()
            : null;
        var type = random.Next(20) == 0 ? ContentTypes[random.Next(ContentTypes.Length)] : "application/json";
        what = $"{what} {body?[..Math.Min(body.Length, 300)]}";
        if (operation.Method == "GET")
        {
            return (await caller.GetAsync(address), what);
        }

        return type == "application/json"
            ? (await caller.SendAsync(new(operation.Method), address, body, key, match), what)
            : (await caller.SendBytesAsync(address, System.Text.Encoding.UTF8.GetBytes(body ?? ""), type, key), what);
    }

    private static IEnumerable<string> FaultsOf(Operation operation, ApiAnswer answer)
    {
        var shown = answer.Body[..Math.Min(answer.Body.Length, 400)];
        var status = (int)answer.Status;
        if (status >= 500)
        {
            yield return $"{status} {shown}";
            yield break;
        }

        if (
            status >= 400
            && Inside.FirstOrDefault(word => answer.Body.Contains(word, StringComparison.Ordinal)) is { } word
        )
        {
            yield return $"{status} tells of the inside ({word}): {shown}";
        }

        if (status == 400 && answer.Body.Length == 0)
        {
            // The server's own, of an address that no application is shown.
            yield break;
        }

        if (status is 404 or 405 && answer.Code is not null)
        {
            yield break;
        }

        if (!operation.Answers.TryGetValue(status, out var schema))
        {
            yield return $"{status} is not described: {shown}";
            yield break;
        }

        if (schema is null)
        {
            yield break;
        }

        var isProblem = answer.Headers.GetValueOrDefault("Content-Type") == "application/problem+json";
        if (isProblem != status >= 400)
        {
            yield return $"{status} is of the type {answer.Headers.GetValueOrDefault("Content-Type")}: {shown}";
            yield break;
        }

        var found = schema.Evaluate(answer.Json, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (!found.IsValid)
        {
            var faults = found
                .Details!.Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Value}"))
                .Where(fault => !fault.EndsWith("should be \"null\"", StringComparison.Ordinal));
            yield return $"{status} is not as described: {string.Join("; ", faults.Take(4))}: {shown}";
        }
    }

    /// <summary>What was made is used afterwards.</summary>
    private static void Remember(Operation operation, ApiAnswer answer, Dictionary<string, List<string>> known)
    {
        if (answer.Status != HttpStatusCode.Created || JsonNode.Parse(answer.Body) is not JsonObject made)
        {
            return;
        }

        foreach (var name in (string[])["id", "number"])
        {
            if (made[name] is { } id && known.TryGetValue(name, out var things) && !operation.Path.Contains("policy"))
            {
                things.Add(id.ToString());
            }
        }
    }

    private static string Short(string text) => text[..Math.Min(text.Length, 2_000)];

    /// <summary>What a client library lets through in a header.</summary>
    private static string Header(string text) => new([.. Short(text).Where(c => c is >= ' ' and < '\u007f')]);

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter();
}
