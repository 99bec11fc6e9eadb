using System.Collections.Immutable;

namespace Tallydesk.Refusals;

/// <summary>
/// The reason why a command was not carried out, as a value. Nothing was changed, and the command id can be reused. The only exception is
/// <see cref="RefusalCode.TryAgainLater"/> for a command that is recorded and still in progress.
/// </summary>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">A sentence for people, including the numbers.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code, [property: Id(1)] string Detail)
{
    /// <summary>The refusal's numbers and names for programs, such as <c>required</c>, <c>available</c>, <c>missing</c>.</summary>
    [Id(2)]
    public ImmutableArray<RefusalFact> Facts { get; init; } = [];

    /// <summary>The members that every problem has (RFC 9457), and <c>code</c>: no fact can have these names.</summary>
    public static ImmutableArray<string> MembersOfProblems { get; } =
    ["type", "title", "status", "detail", "instance", "code"];

    /// <summary>The same refusal with an additional integer.</summary>
    /// <exception cref="ArgumentException">Every problem already has a member with that name.</exception>
    public Refusal With(string name, long value) => With(new RefusalFact(name, value, null));

    /// <summary>The same refusal with an additional text.</summary>
    /// <exception cref="ArgumentException">Every problem already has a member with that name.</exception>
    public Refusal With(string name, string value) => With(new RefusalFact(name, null, value));

    private Refusal With(RefusalFact fact) =>
        MembersOfProblems.Contains(fact.Name)
            ? throw new ArgumentException(
                $"Every problem has a member {fact.Name}; a fact needs another name.",
                nameof(fact)
            )
            : this with
            {
                Facts = Facts.Add(fact),
            };
}

/// <summary>A named number or text of a refusal.</summary>
/// <param name="Name">The camelCase name.</param>
/// <param name="Number">The number, or null for a text.</param>
/// <param name="Text">The text, or null for a number.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.refusal-fact")]
public readonly record struct RefusalFact(
    [property: Id(0)] string Name,
    [property: Id(1)] long? Number,
    [property: Id(2)] string? Text
);
