using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Xunit;

namespace Tallydesk.Tests.Architecture;

/// <summary>Which library knows which, read from the compiled assemblies (DECISIONS 50).</summary>
public sealed class LibrariesTests
{
    private const string Product = "Tallydesk.";

    /// <summary>A library, and those of the product's libraries that it may know.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Tallydesk.Grains.Interfaces"] = [],
        ["Tallydesk.Contracts"] = [],
        // What boards see of a ticket is made beside what everybody else sees of it (DECISIONS ??).
        ["Tallydesk.Grains"] = ["Tallydesk.Contracts", "Tallydesk.Grains.Interfaces"],
        ["Tallydesk.Display"] = [],
        ["Tallydesk.Board"] = ["Tallydesk.Contracts", "Tallydesk.Display"],
        ["Tallydesk.Storage"] = ["Tallydesk.Grains", "Tallydesk.Grains.Interfaces"],
        ["Tallydesk.Silo"] = ["Tallydesk.Grains", "Tallydesk.Grains.Interfaces", "Tallydesk.Storage"],
        ["Tallydesk.Accounts"] = ["Tallydesk.Grains", "Tallydesk.Grains.Interfaces", "Tallydesk.Storage"],
        ["Tallydesk.Files"] =
        [
            "Tallydesk.Display",
            "Tallydesk.Grains",
            "Tallydesk.Grains.Interfaces",
            "Tallydesk.Storage",
        ],
        ["Tallydesk.Webhooks"] =
        [
            "Tallydesk.Accounts",
            "Tallydesk.Grains",
            "Tallydesk.Grains.Interfaces",
            "Tallydesk.Storage",
        ],
        ["Tallydesk.Api"] =
        [
            "Tallydesk.Accounts",
            "Tallydesk.Board",
            "Tallydesk.Contracts",
            "Tallydesk.Display",
            "Tallydesk.Files",
            "Tallydesk.Grains",
            "Tallydesk.Grains.Interfaces",
            "Tallydesk.Silo",
            "Tallydesk.Storage",
            "Tallydesk.Webhooks",
        ],
    };

    /// <summary>What a library must not use, by the beginning of a type's full name.</summary>
    private static readonly (string Library, string Types)[] Forbidden =
    [
        ("Tallydesk.Grains.Interfaces", "Microsoft.AspNetCore."),
        ("Tallydesk.Grains.Interfaces", "System.Data."),
        ("Tallydesk.Grains", "Microsoft.AspNetCore."),
        ("Tallydesk.Grains", "System.Data."),
        ("Tallydesk.Grains", "Npgsql."),
        ("Tallydesk.Storage", "Microsoft.AspNetCore."),
        ("Tallydesk.Display", "Microsoft.AspNetCore."),
        ("Tallydesk.Contracts", "Microsoft.AspNetCore."),
        ("Tallydesk.Contracts", "Orleans."),
        ("Tallydesk.Board", "Orleans."),
        // The gateway reads by the features' queries.
        ("Tallydesk.Api", "Tallydesk.Journal.IJournalReader"),
        ("Tallydesk.Api", "Tallydesk.Journal.CardQuery"),
        ("Tallydesk.Api", "Tallydesk.Journal.StoredCard"),
        ("Tallydesk.Api", "Tallydesk.Journal.IJournal"),
        ("Tallydesk.Files", "Tallydesk.Journal.IJournalReader"),
        ("Tallydesk.Accounts", "Tallydesk.Journal.IJournalReader"),
        ("Tallydesk.Webhooks", "Tallydesk.Journal.IJournalReader"),
    ];

    public static TheoryData<string> Libraries => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_knows_only_those_below_it(string library)
    {
        var unknown = Assembly
            .Load(library)
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith(Product, StringComparison.Ordinal) && !Known[library].Contains(name));
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_shows_its_internals_to_tests_only(string library)
    {
        var friends = Assembly
            .Load(library)
            .GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName)
            .Where(name => !name.StartsWith(Product + "Tests.", StringComparison.Ordinal));
        Assert.Empty(friends);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_uses_nothing_that_is_not_its_business(string library)
    {
        var forbidden = Forbidden.Where(row => row.Library == library).Select(row => row.Types).ToList();
        Assert.DoesNotContain(TypesUsedBy(library), used => forbidden.Any(types => Begins(used, types)));
    }

    [Fact]
    public void Every_library_has_a_row()
    {
        var product = Assembly
            .Load("Tallydesk.Api")
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith(Product, StringComparison.Ordinal));
        Assert.Empty(product.Except(Known.Keys));
    }

    private static bool Begins(string used, string types) =>
        types.EndsWith('.') ? used.StartsWith(types, StringComparison.Ordinal) : used == types;

    private static List<string> TypesUsedBy(string library)
    {
        using var image = new PEReader(File.OpenRead(Assembly.Load(library).Location));
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata
                .TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }
}
