using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Storage.Schema;

/// <summary>One step of the schema, applied once per database and never changed after its release.</summary>
/// <param name="Version">1, 2, 3, …</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaFile(int Version, string Name, string Sql)
{
    private const string OldestProgramMark = "-- Oldest program: ";

    /// <summary>SHA-256 of the statements in hexadecimal digits; line ends count as one, however they are written.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>
    /// The oldest program that may run on a database with this step, as the newest step that it knows: the number in a first
    /// line such as <c>-- Oldest program: 28</c>. Null where the step leaves that as it was.
    /// </summary>
    public int? OldestProgram =>
        Sql.StartsWith(OldestProgramMark, StringComparison.Ordinal)
            ? int.Parse(
                Sql.AsSpan(
                    OldestProgramMark.Length,
                    Sql.ReplaceLineEndings("\n").IndexOf('\n') - OldestProgramMark.Length
                ),
                NumberStyles.None,
                CultureInfo.InvariantCulture
            )
            : null;

    /// <summary>All steps of a dialect by rising version.</summary>
    /// <param name="dialect">postgres or sqlite: the folder's name.</param>
    public static IReadOnlyList<SchemaFile> Of(string dialect)
    {
        var prefix = $"{typeof(SchemaFile).Namespace}.{dialect}.";
        return
        [
            .. typeof(SchemaFile)
                .Assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(n[prefix.Length]))
                .Order(StringComparer.Ordinal)
                .Select(n => new SchemaFile(
                    int.Parse(n.AsSpan(prefix.Length, 3), CultureInfo.InvariantCulture),
                    n[prefix.Length..],
                    Read(n)
                )),
        ];
    }

    /// <summary>A file of a dialect's folder that is not a step.</summary>
    public static string Text(string dialect, string file) => Read($"{typeof(SchemaFile).Namespace}.{dialect}.{file}");

    private static string Read(string resource)
    {
        using var stream =
            typeof(SchemaFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
