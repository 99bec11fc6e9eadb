using Tallydesk.Bench.Load;

namespace Tallydesk.Bench.Tickets;

/// <summary>What an operation does to a ticket.</summary>
internal enum Job
{
    /// <summary>The customer opens a ticket with credits accepted in advance; an engineer assesses it, which charges.</summary>
    Ceiling,

    /// <summary>The customer opens; an engineer assesses; the customer accepts, which charges; the engineer replies and resolves.</summary>
    Consent,
}

/// <summary>Operations of one kind, and how they are spread over accounts.</summary>
/// <param name="Job">What an operation does.</param>
/// <param name="Where">How the report calls the spread.</param>
/// <param name="Skew">Zipf's exponent over the accounts; 0 for evenly.</param>
/// <param name="IsSingle">Whether all go to one account.</param>
internal sealed record TicketWorkload(Job Job, string Where, double Skew = 0, bool IsSingle = false)
{
    private const string Charged = """
        "charged":20
        """;

    /// <summary>All that are measured, the plainest first.</summary>
    public static IReadOnlyList<TicketWorkload> All { get; } =
    [
        new(Job.Ceiling, "spread"),
        new(Job.Ceiling, "one account", IsSingle: true),
        new(Job.Ceiling, "Zipf 1.0", Skew: 1),
        new(Job.Ceiling, "Zipf 2.0", Skew: 2),
        new(Job.Consent, "spread"),
        new(Job.Consent, "one account", IsSingle: true),
    ];

    /// <summary>How the report calls it.</summary>
    public string Name => $"{Job.ToString().ToLowerInvariant()}, {Where}";

    /// <summary>The names of a job's requests, in their order.</summary>
    public static IReadOnlyList<string> RequestsOf(Job job) =>
        job == Job.Ceiling ? ["open", "assess"] : ["open", "assess", "accept", "reply", "resolve"];

    /// <summary>Which of a job's requests charges.</summary>
    public static int ChargingRequestOf(Job job) => job == Job.Ceiling ? 1 : 2;

    /// <summary>The requests of one operation, for accounts with a license and its customer's token.</summary>
    public IReadOnlyList<LoadRequest> Requests(string engineer) =>
        Job == Job.Ceiling
            ? [Open(""","preAgreedUpTo":50"""), Assess(engineer, Charged)]
            :
            [
                Open(""),
                Assess(
                    engineer,
                    """
                    "status":"awaitingConsent"
                    """
                ),
                new("$1", "/v1/tickets/$taken/consents", """{"revision":1,"decision":"accept"}""", Charged),
                new(engineer, "/v1/tickets/$taken/messages", """{"body":"The PHP extension is switched on again."}"""),
                new(
                    engineer,
                    "/v1/tickets/$taken/resolution",
                    """{"outcome":"solved"}""",
                    """
                    "status":"solved"
                    """
                ),
            ];

    private static LoadRequest Open(string ceiling) =>
        new(
            "$1",
            "/v1/tickets",
            """{"licenseNumber":"$0","subject":"Checkout shows a blank page","body":"Since this morning, after our host changed PHP." """
                + ceiling
                + "}",
            Takes: "number"
        );

    private static LoadRequest Assess(string engineer, string expects) =>
        new(engineer, "/v1/tickets/$taken/assessments", """{"category":"investigation"}""", expects);
}
