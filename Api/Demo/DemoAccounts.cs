using Tallydesk.Amounts;
using Tallydesk.Identity;

namespace Tallydesk.Demo;

/// <summary>A staff member of the demo vendor.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
internal sealed record DemoColleague(string Id, string Name, Role Role);

/// <summary>A license of the demo.</summary>
/// <param name="Number">The number.</param>
/// <param name="Edition">An edition of the shipped policy.</param>
/// <param name="BoughtDaysAgo">How many days before the demo is filled it was bought.</param>
/// <param name="StorefrontOf">The license it extends, for a storefront license.</param>
internal sealed record DemoLicense(string Number, string Edition, int BoughtDaysAgo, string? StorefrontOf = null);

/// <summary>A customer of the demo.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Person">Who writes for the customer.</param>
/// <param name="Company">The customer's name.</param>
/// <param name="TimeZone">The IANA zone.</param>
/// <param name="BoughtCredits">Credits bought beside what the licenses bring.</param>
/// <param name="Licenses">The licenses, first ones first.</param>
internal sealed record DemoCustomer(
    string Id,
    string Person,
    string Company,
    string TimeZone,
    CreditAmount BoughtCredits,
    IReadOnlyList<DemoLicense> Licenses
)
{
    /// <summary>An address without a recipient (RFC 2606).</summary>
    public string Email => $"{Id}@{Licenses[0].Number[..4].ToLowerInvariant()}.example";
}

/// <summary>The people, customers and licenses of the demo.</summary>
internal static class DemoAccounts
{
    /// <summary>The vendor's side: two engineers, a lead, and the shop's program.</summary>
    public static DemoColleague Emil { get; } = new("emil", "Emil Berg", Role.Engineer);

    /// <inheritdoc cref="Emil"/>
    public static DemoColleague Noor { get; } = new("noor", "Noor Haddad", Role.Engineer);

    /// <inheritdoc cref="Emil"/>
    public static DemoColleague Greta { get; } = new("greta", "Greta Olsen", Role.Lead);

    /// <inheritdoc cref="Emil"/>
    public static DemoColleague Shop { get; } = new("shop", "Web shop", Role.System);

    /// <summary>Customers of every edition: with credits, in a running and in an ended support period, under VIP care.</summary>
    public static IReadOnlyList<DemoCustomer> Customers { get; } =
    [
        new(
            "rosa",
            "Rosa Lind",
            "Lindgarten Keramik",
            "Europe/Berlin",
            new(100),
            [
                new("LIND-2210", "CS-Cart", 400),
                new("LIND-2211", "CS-Cart", 90),
                new("LIND-2212", "CS-Cart", 30, StorefrontOf: "LIND-2210"),
            ]
        ),
        new("tomas", "Tomás Rey", "Reycafé Tostadores", "Europe/Madrid", new(0), [new("REYC-0417", "CS-Cart", 200)]),
        new("aiko", "Aiko Mori", "Morimono Papers", "Asia/Tokyo", new(250), [new("MORI-7781", "CS-Cart Ultimate", 12)]),
        new(
            "wim",
            "Wim de Boer",
            "Boerenfiets Onderdelen",
            "Europe/Amsterdam",
            new(40),
            [new("BOER-1190", "CS-Cart Ultimate", 75)]
        ),
        new(
            "lena",
            "Lena Novak",
            "Novaktrg Market",
            "Europe/Ljubljana",
            new(60),
            [new("NOVA-5520", "Multi-Vendor", 20)]
        ),
        new(
            "sam",
            "Sam Okafor",
            "Okaforhub Traders",
            "Africa/Lagos",
            new(20),
            [new("OKAF-3105", "Multi-Vendor Plus", 45)]
        ),
        new(
            "ines",
            "Inês Duarte",
            "Duartemar Seafood",
            "Europe/Lisbon",
            new(120),
            [new("DUAR-9001", "Multi-Vendor Ultimate", 60), new("DUAR-9002", "CS-Cart", 60)]
        ),
        new(
            "jack",
            "Jack Whitlow",
            "Whitlow Outfitters",
            "America/Denver",
            new(80),
            [new("WHIT-6402", "Multi-Vendor Ultimate", 150)]
        ),
    ];
}
