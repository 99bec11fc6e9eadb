using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Tallydesk.Tests.Fuzzing;

/// <summary>Makes input after a schema: right, or wrong in one place or several.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="definitions">The schemas that are named.</param>
/// <param name="known">Things that exist, by the name of the field or parameter that names them.</param>
internal sealed class Inputs(Random random, JsonObject definitions, IReadOnlyDictionary<string, List<string>> known)
{
    private const int Deepest = 6;

    private static readonly string[] Texts =
    [
        "",
        " ",
        "a",
        "0",
        "-1",
        "null",
        "true",
        "\0",
        "a\0b",
        "\r\nSet-Cookie: a=b",
        "\u202Eabc",
        "\uFEFF",
        "\uFFFF",
        "👩‍👩‍👧‍👦",
        "é\u0301\u0301\u0301\u0301",
        "ﷺ",
        "İıſK",
        "' OR '1'='1",
        "'; DROP TABLE tickets; --",
        "\" OR 1=1 --",
        "%27%20OR%201=1",
        "$(reboot)",
        "`id`",
        "| ls",
        "{{7*7}}",
        "${7*7}",
        "<script>alert(1)</script>",
        "../../../../etc/passwd",
        "..\\..\\windows",
        "%2e%2e%2f",
        "%",
        "%zz",
        "/",
        "//",
        "?",
        "#",
        ";",
        "*",
        "cus-",
        "cus-" + "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "CUS-AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "tic-x",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "99999999999999999999999999999999",
        "1e400",
        "NaN",
        "0x1F",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.9999999+14:00",
        "2026-02-30",
        "2026-11-26T25:00:00Z",
        "2026-11-26",
        "Europe/Berlin",
        "a@b",
        "a@b@c",
        "@",
    ];

    private static readonly string[] Raw =
    [
        "",
        "{",
        "}",
        "[]",
        "null",
        "true",
        "1",
        "\"a\"",
        "{}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "// comment\n{}",
        "{} {}",
        "\uFEFF{}",
        "<x/>",
    ];

    /// <summary>A parameter's text: one that is known, one by its schema, or any.</summary>
    public string Parameter(string name, JsonNode schema)
    {
        if (random.Next(10) < 8 && known.TryGetValue(name, out var things) && things.Count > 0)
        {
            return Pick(things);
        }

        return random.Next(3) == 0 ? Value(schema, name, 0)?.ToString() ?? "" : AnyText();
    }

    /// <summary>A body by its schema: half of them right, the others with something wrong.</summary>
    public string Body(JsonNode schema)
    {
        var right = Value(schema, "", 0);
        if (right is not JsonObject body || random.Next(2) == 0)
        {
            return right?.ToJsonString() ?? "null";
        }

        if (random.Next(8) == 0)
        {
            return Broken(body);
        }

        for (var left = random.Next(1, 3); left > 0; left--)
        {
            Spoil(body);
        }

        return body.ToJsonString();
    }

    /// <summary>Any text.</summary>
    public string AnyText() =>
        random.Next(12) switch
        {
            0 => new string('x', random.Next(1, 30_000)),
            1 => Noise(random.Next(1, 60)),
            2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
            _ => Pick(Texts),
        };

    private string Broken(JsonObject body)
    {
        var text = body.ToJsonString();
        return random.Next(4) switch
        {
            0 => Pick(Raw),
            1 => text[..random.Next(text.Length)],
            2 when body.Count > 0 => $$"""{"{{body.First().Key}}":1,{{text[1..]}}""",
            _ => string.Concat(Enumerable.Repeat("{\"a\":[", random.Next(2, 200))),
        };
    }

    private void Spoil(JsonObject body)
    {
        if (body.Count == 0 || random.Next(8) == 0)
        {
            body[random.Next(2) == 0 ? "extra" : AnyText()] = Anything();
            return;
        }

        var key = Pick([.. body.Select(field => field.Key)]);
        switch (random.Next(5))
        {
            case 0:
                body.Remove(key);
                break;
            case 1:
                body[key] = null;
                break;
            case 2 when body[key] is JsonObject inner:
                Spoil(inner);
                break;
            case 2 when body[key] is JsonArray list:
                list.Add(Anything());
                break;
            case 3:
                body[key] = AnyText();
                break;
            default:
                body[key] = Anything();
                break;
        }
    }

    private JsonNode? Anything() =>
        random.Next(9) switch
        {
            0 => null,
            1 => true,
            2 => random.NextInt64(long.MinValue, long.MaxValue),
            3 => random.NextDouble() * 1e20,
            4 => new JsonArray(),
            5 => new JsonObject(),
            6 => new JsonArray([.. Enumerable.Range(0, random.Next(1, 2_000)).Select(n => (JsonNode)n)]),
            7 => Nested(random.Next(1, 90)),
            _ => AnyText(),
        };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (; depth > 0; depth--)
        {
            node = new JsonArray(node);
        }

        return node;
    }

    private JsonNode? Value(JsonNode? schema, string name, int depth)
    {
        if (schema is not JsonObject described || depth > Deepest)
        {
            return null;
        }

        if ((string?)described["$ref"] is { } reference)
        {
            return Value(definitions[reference.Split('/')[^1]], name, depth + 1);
        }

        if (described["oneOf"] is JsonArray choices)
        {
            return Value(Pick([.. choices]), name, depth + 1);
        }

        if (described["enum"] is JsonArray words)
        {
            return Pick([.. words])?.DeepClone();
        }

        var types =
            described["type"] is JsonArray several ? [.. several.Select(one => (string)one!)]
            : (string?)described["type"] is { } only ? new[] { only }
            : [];
        return types.LastOrDefault(type => type != "null") switch
        {
            "object" => ObjectOf(described, depth),
            "array" => new JsonArray([
                .. Enumerable.Range(0, random.Next(3)).Select(_ => Value(described["items"], name, depth + 1)),
            ]),
            "integer" => Known(name) is { } number && long.TryParse(number, CultureInfo.InvariantCulture, out var id)
                ? id
                : random.Next(0, 40),
            "number" => random.Next(0, 40),
            "boolean" => random.Next(2) == 0,
            "string" => (string?)described["format"] switch
            {
                "date-time" => "2026-11-20T10:00:00Z",
                "date" => "2026-11-20",
                _ => Known(name) ?? "Some words",
            },
            _ => null,
        };
    }

    private JsonObject ObjectOf(JsonObject described, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, schema) in described["properties"]?.AsObject() ?? [])
        {
            if (random.Next(8) > 0 || described["required"]?.AsArray().Any(one => (string?)one == name) == true)
            {
                made[name] = Value(schema, name, depth + 1);
            }
        }

        return made;
    }

    private string? Known(string name) =>
        random.Next(8) > 0 && known.TryGetValue(name, out var things) && things.Count > 0 ? Pick(things) : null;

    private string Noise(int length)
    {
        var text = new StringBuilder();
        for (; length > 0; length--)
        {
            var rune = random.Next(0x11_0000);
            text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : "\uFFFD");
        }

        return text.ToString();
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
