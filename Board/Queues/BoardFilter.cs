namespace Tallydesk.Queues;

/// <summary>Which tickets of the queue are shown. What is null or empty leaves nothing out.</summary>
public sealed record BoardFilter
{
    /// <summary>Everything.</summary>
    public static BoardFilter All { get; } = new();

    /// <summary>Within this span a promise is due soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>Words, each of which stands somewhere in number, subject, customer, license, edition or assignee.</summary>
    public string Text { get; init; } = "";

    /// <summary>One of the <see cref="Choices"/>.</summary>
    public string Show { get; init; } = "";

    /// <summary>A status such as <c>awaitingConsent</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>What can be shown alone, with its words.</summary>
    public static IReadOnlyList<(string Value, string Word)> Choices { get; } =
    [
        ("", "All tickets"),
        ("mine", "My tickets"),
        ("waiting", "Waiting for an answer"),
        ("unassigned", "Unassigned"),
        ("vip", "VIP"),
        ("urgent", "Urgent"),
        ("soon", "Due within an hour"),
        ("overdue", "Overdue"),
    ];

    /// <summary>Whether it changes with the time alone.</summary>
    public bool DependsOnTime => Show is "soon" or "overdue";

    /// <summary>Whether a ticket is shown.</summary>
    /// <param name="row">The ticket.</param>
    /// <param name="me">The reader's actor id.</param>
    /// <param name="now">The instant.</param>
    public bool Admits(BoardRow row, string me, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        var shows = Show switch
        {
            "mine" => row.Assignee?.Id == me,
            "waiting" => row.WaitingSince is not null,
            "unassigned" => row.Assignee is null,
            "vip" => row.Vip,
            "urgent" => row.Urgent,
            "soon" => row.DueAt >= now && row.DueAt - now < Soon,
            "overdue" => row.DueAt < now,
            _ => true,
        };
        return shows
            && (Status.Length == 0 || row.Status == Status)
            && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Holds(row, word));
    }

    private static bool Holds(BoardRow row, string word) =>
        $"{row.Number}".StartsWith(word, StringComparison.Ordinal)
        || Holds(row.Subject, word)
        || Holds(row.Customer, word)
        || Holds(row.License, word)
        || Holds(row.Edition, word)
        || Holds(row.Assignee?.Name, word);

    private static bool Holds(string? text, string word) =>
        text?.Contains(word, StringComparison.CurrentCultureIgnoreCase) == true;
}

/// <summary>A filter under a name of the engineer's own.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Filter">What it shows.</param>
public sealed record SavedView(string Name, BoardFilter Filter);
