using Tallydesk.Amounts;
using Tallydesk.Policy;

namespace Tallydesk.Explanations;

/// <summary>Every way in which a price above 0 is made up.</summary>
public enum PriceWay
{
    /// <summary>The category's fixed price.</summary>
    Fixed,

    /// <summary>The engineer names it.</summary>
    Modification,

    /// <summary>The engineer names it, for a minor modification.</summary>
    MinorModification,

    /// <summary>An upgrade in which only service packs change.</summary>
    ServicePacks,

    /// <summary>An upgrade within the releases that the base price includes.</summary>
    IncludedReleases,

    /// <summary>An upgrade over more releases than the base price includes.</summary>
    FurtherReleases,

    /// <summary>An upgrade assessed before the numbers behind a price were kept.</summary>
    Uncounted,
}

/// <summary>How a price is made up, and who pays it.</summary>
public static class PriceSentences
{
    /// <summary>
    /// The whole explanation of a price: how it is made up and why nothing covers it, or why it is free. It is the same for a
    /// quote, an estimate, a decision and a receipt.
    /// </summary>
    public static string Of(PriceFacts facts, ReaderClock clock)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Price == CreditAmount.Zero
            ? CoverageSentences.Of(facts, clock)
            : $"{OfAmount(facts)} {CoverageSentences.Of(facts, clock)}";
    }

    /// <summary>How a price above 0 is made up: <c>Investigation: 20 credits.</c></summary>
    public static string OfAmount(PriceFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var price = Wording.Credits(facts.Price);
        var head = $"{Wording.Name(facts.Category, facts.Upgrade)}: {price}";
        return WayOf(facts) switch
        {
            PriceWay.Fixed or PriceWay.Uncounted => $"{head}.",
            PriceWay.Modification => $"{head}{Quoted(facts)}",
            PriceWay.MinorModification => $"Minor modification: {price}{Quoted(facts)}",
            PriceWay.ServicePacks => $"{head}. Only service packs change, so this is the base price.",
            PriceWay.IncludedReleases => $"{head}. {Included(facts.Parts!.Upgrade!)}",
            PriceWay.FurtherReleases => $"{head}. {Counted(facts.Parts!.Upgrade!, facts.Parts.Releases!.Value)}",
            var way => throw new InvalidOperationException($"{way} has no sentence."),
        };
    }

    /// <summary>Which way it is.</summary>
    public static PriceWay WayOf(PriceFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Category switch
        {
            Category.ComplexModification => facts.Rules.Contains("C8") || facts.Rules.Contains("E3")
                ? PriceWay.MinorModification
                : PriceWay.Modification,
            Category.Upgrade => facts.Parts switch
            {
                { Releases: 0 } => PriceWay.ServicePacks,
                { Releases: { } releases, Upgrade: { } price } => releases <= price.IncludedReleases
                    ? PriceWay.IncludedReleases
                    : PriceWay.FurtherReleases,
                _ => PriceWay.Uncounted,
            },
            _ => PriceWay.Fixed,
        };
    }

    private static string Quoted(PriceFacts facts) =>
        (facts.By, facts.Parts?.Minimum) switch
        {
            ({ } by, { } least) => $", quoted by {Wording.Person(by)}. The minimum is {least}.",
            ({ } by, null) => $", quoted by {Wording.Person(by)}.",
            (null, { } least) => $". The engineer sets the price; the minimum is {least}.",
            (null, null) => ". The engineer sets the price.",
        };

    private static string Included(UpgradePrice price) =>
        price.IncludedReleases == 1
            ? "This price covers one release."
            : $"This price covers up to {Wording.Count(price.IncludedReleases)} releases.";

    private static string Counted(UpgradePrice price, int releases)
    {
        var further = releases - price.IncludedReleases;
        var each = further == 1 ? $"{price.PerFurtherRelease} for" : $"{price.PerFurtherRelease} for each of";
        return price.IncludedReleases switch
        {
            0 => $"{price.Base} as the base price, {each} {further} {(further == 1 ? "release" : "releases")}.",
            1 => $"{price.Base} for the first release, {each} {further} more.",
            var included => $"{price.Base} for the first {Wording.Count(included)} releases, {each} {further} more.",
        };
    }
}
