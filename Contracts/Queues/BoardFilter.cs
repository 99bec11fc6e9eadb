namespace Tallydesk.Queues;

/// <summary>Which tickets of the queue are shown. What is null or empty leaves nothing out.</summary>
public sealed record BoardFilter
{
    /// <summary>Everything.</summary>
    public static BoardFilter All { get; } = new();

    /// <summary>Within this span a promise is due soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>The longest search, in characters.</summary>
    public const int LongestText = 100;

    /// <summary>Search words, each of which must occur in the number (<c>12</c>, or exactly <c>#12</c>), subject, customer, license, edition or assignee.</summary>
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

    /// <summary>The statuses of tickets in the queue.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
    ["new", "awaitingConsent", "awaitingCredits", "open", "pending"];

    /// <summary>Whether it changes with the time alone.</summary>
    public bool DependsOnTime => Show is "soon" or "overdue";

    /// <summary>Whether a ticket is shown.</summary>
    /// <param name="row">The ticket.</param>
    /// <param name="me">The reader's actor id.</param>
    /// <param name="now">The current time.</param>
    public bool Admits(BoardRow row, string me, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (Show == "mine" ? row.Assignee?.Id == me : Shows(Show, row, now))
            && (Status.Length == 0 || row.Status == Status)
            && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Holds(row, word));
    }

    /// <summary>Whether a choice that is the same for every reader shows a ticket; the board counts by it as well.</summary>
    /// <param name="choice">One of the <see cref="Choices"/>.</param>
    /// <param name="row">The ticket.</param>
    /// <param name="now">The current time.</param>
    public static bool Shows(string choice, BoardRow row, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        return choice switch
        {
            "waiting" => row.WaitingSince is not null,
            "unassigned" => row.Assignee is null,
            "vip" => row.Vip,
            "urgent" => row.Urgent,
            "soon" => row.DueAt >= now && row.DueAt - now < Soon,
            "overdue" => row.DueAt < now,
            _ => true,
        };
    }

    private static bool Holds(BoardRow row, string word) =>
        $"{row.Number}".StartsWith(word, StringComparison.Ordinal)
        || word == $"#{row.Number}"
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
public sealed record SavedView(string Name, BoardFilter Filter)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 40;

    /// <summary>Why it can't be kept, in a sentence; null when it can.</summary>
    public string? Wrong() =>
        this switch
        {
            { Name: null } or { Name.Length: 0 or > LongestName } =>
                $"A view name must have 1 to {LongestName} characters.",
            _ when Name.Contains('\0') => "A view name must not contain a NUL character.",
            { Filter: not { Text.Length: <= BoardFilter.LongestText } } =>
                $"A search can have up to {BoardFilter.LongestText} characters.",
            _ when BoardFilter.Choices.All(choice => choice.Value != Filter.Show) => "Unknown filter.",
            _ when Filter.Status is not "" && !BoardFilter.Statuses.Contains(Filter.Status) => "Unknown status.",
            _ => null,
        };
}
