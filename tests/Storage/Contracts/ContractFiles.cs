using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Contracts;

/// <summary>The checked-in files that the code is held against. <see cref="Command"/> writes what they lack.</summary>
internal static class ContractFiles
{
    /// <summary>What brings the files up to date.</summary>
    public const string Command = "CONTRACTS=write dotnet test tests/Storage --filter FullyQualifiedName~Contracts";

    /// <summary>Whether what is lacking is written.</summary>
    public static bool IsWriting => Environment.GetEnvironmentVariable("CONTRACTS") == "write";

    /// <summary>Where the files are.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "Storage", "Contracts");

    /// <summary>Holds lines against a file.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="lines">The lines as the code has them.</param>
    /// <param name="whatIsGone">Why a line may not go; null for a list that follows the code.</param>
    public static void Check(string file, IEnumerable<string> lines, string? whatIsGone = null)
    {
        var today = lines.Order(StringComparer.Ordinal).ToList();
        var path = Path.Combine(Folder, file);
        var known = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (IsWriting)
        {
            known = [.. (whatIsGone is null ? today : known.Union(today)).Order(StringComparer.Ordinal)];
            File.WriteAllText(path, string.Concat(known.Select(line => line + "\n")));
        }

        Assert.True(
            !known.Except(today).Any(),
            $"{whatIsGone ?? $"{file} has lines that the code has not. If that is meant, run: {Command}"}\n"
                + string.Join('\n', known.Except(today))
        );
        Assert.True(
            !today.Except(known).Any(),
            $"{file} lacks lines. Run, and check the file in: {Command}\n{string.Join('\n', today.Except(known))}"
        );
    }
}
