using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tallydesk.Journal;
using Xunit;

namespace Tallydesk.Tests.Contracts;

/// <summary>
/// Each kind of stored JSON as it lies in databases, one file or more for each. The files stand for rows: today's code must
/// read them, and no file ever changes. A kind that gets another field gets another file.
/// </summary>
public sealed class GoldenTests
{
    private const string Unchanging =
        "Golden files never change, like the rows that they stand for; the code must go on reading them.";

    private static readonly string Folder = Path.Combine(ContractFiles.Folder, "Golden");

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly MethodInfo CanonicalOf = typeof(CommandHash).GetMethod(
        nameof(CommandHash.Canonical),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    /// <summary>Every kind, by place and name.</summary>
    public static TheoryData<string> Kinds => [.. StoredKind.All.Select(kind => kind.ToString()).Distinct()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_stored_is_read_and_written_as_it_was(string name)
    {
        var kind = KindOf(name);
        foreach (var (file, stored) in FilesOf(kind))
        {
            var read = Sample.Read(stored, kind.Type);
            if (kind.Place == StoredKind.Command)
            {
                var canonical = CanonicalOf.MakeGenericMethod(kind.Type).Invoke(null, [read]);
                Assert.True(stored.ToJsonString(Compact) == (string)canonical!, $"{file}: {Unchanging}\n{canonical}");
            }
            else
            {
                var written = Sample.Write(read, kind.Type);
                Assert.True(Keeps(stored, written), $"{file}: {Unchanging}\n{written.ToJsonString(Indented)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_that_is_stored_is_in_a_file(string name)
    {
        var kind = KindOf(name);
        var sample = SampleOf(kind);
        var missing = Missing();
        if (missing.Count > 0 && ContractFiles.IsWriting)
        {
            var number = FilesOf(kind).Count + 1;
            var path = Path.Combine(
                Folder,
                kind.Place,
                number == 1 ? $"{kind.Name}.json" : $"{kind.Name}-{number}.json"
            );
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, sample.ToJsonString(Indented) + "\n");
            missing = Missing();
        }

        Assert.True(
            missing.Count == 0,
            $"{name}: no golden file has {string.Join(", ", missing)}. Run, and check the new file in: {ContractFiles.Command}"
        );

        List<string> Missing() =>
            [.. Fields(sample, "").Except(FilesOf(kind).SelectMany(golden => Fields(golden.Stored, "")))];
    }

    [Fact]
    public void Every_file_is_of_a_kind_that_the_code_knows()
    {
        var known = StoredKind.All.SelectMany(FilesOf).Select(golden => golden.File);
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
        Assert.True(!files.Except(known).Any(), $"{Unchanging}\n{string.Join('\n', files.Except(known))}");
    }

    private static StoredKind KindOf(string name) => StoredKind.All.First(kind => kind.ToString() == name);

    private static JsonNode SampleOf(StoredKind kind)
    {
        var sample = Sample.Of(kind.Type);
        return kind.Place == StoredKind.Command
            ? JsonNode.Parse(
                (string)CanonicalOf.MakeGenericMethod(kind.Type).Invoke(null, [Sample.Read(sample, kind.Type)])!
            )!
            : sample;
    }

    private static List<(string File, JsonNode Stored)> FilesOf(StoredKind kind)
    {
        var folder = Path.Combine(Folder, kind.Place);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*.json")
                    .Where(file => Path.GetFileNameWithoutExtension(file) is var name && IsOf(name, kind.Name))
                    .Select(file => (file, JsonNode.Parse(File.ReadAllText(file))!)),
            ]
            : [];
    }

    // Its first file has its name, later ones also a number.
    private static bool IsOf(string file, string name) =>
        file == name
        || (file.StartsWith($"{name}-", StringComparison.Ordinal) && int.TryParse(file[(name.Length + 1)..], out _));

    // Whatever was stored is written again; fields that came later may stand beside it.
    private static bool Keeps(JsonNode? stored, JsonNode? written) =>
        (stored, written) switch
        {
            (JsonObject one, JsonObject other) => one.All(member => Keeps(member.Value, other[member.Key])),
            (JsonArray one, JsonArray other) => one.Count == other.Count
                && one.Zip(other).All(pair => Keeps(pair.First, pair.Second)),
            _ => JsonNode.DeepEquals(stored, written),
        };

    private static IEnumerable<string> Fields(JsonNode? node, string path) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Fields(member.Value, $"{path}.{member.Key}")),
            JsonArray elements => elements.SelectMany(element => Fields(element, $"{path}[]")).Prepend($"{path}[]"),
            _ => [path],
        };
}
