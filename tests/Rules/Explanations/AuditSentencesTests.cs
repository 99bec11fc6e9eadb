using System.Reflection;
using System.Text.RegularExpressions;
using Tallydesk.Credits;
using Tallydesk.Explanations;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Explanations;

/// <summary>Every kind of audited change has its sentence, with what differs in the words of the pages.</summary>
public sealed class AuditSentencesTests
{
    /// <summary>Where changes of people, sessions, tokens, webhooks, files and background work are written.</summary>
    private static readonly string[] Writers = ["Accounts", "Files", "Storage", "Webhooks"];

    /// <summary>Names in those folders that look like kinds and are others: fields, parameters and commands.</summary>
    private static readonly string[] OtherNames =
    [
        "afterKey",
        "afterRank",
        "commandIds",
        "customerId",
        "expiresAt",
        "lastUsedAt",
        "newPerson",
        "newRole",
        "newWebhook",
        "orderId",
        "webhookChanges",
    ];

    /// <summary>Kind, state before, state after, the sentence, and what differs: label, old → new.</summary>
    public static TheoryData<string, string?, string?, string, string> Examples =>
        new()
        {
            {
                "roleChanged",
                """{"id":"usr-1","email":"e@x.example","name":"Emil Berg","role":"engineer","accepted":true}""",
                """{"id":"usr-1","email":"e@x.example","name":"Emil Berg","role":"lead","accepted":true}""",
                "Changed the role of Emil Berg.",
                "Role: Engineer → Lead"
            },
            {
                "tokenMade",
                null,
                """{"id":"tok-1","name":"Shop","role":"system","scopes":["licenses:write","tickets:read"],"expiresAt":"2026-12-31T10:00:00+00:00"}""",
                "Created token Shop.",
                "Role: System; Scopes: licenses:write, tickets:read; Expires: 31 Dec 2026, 10:00 UTC"
            },
            {
                "tokenRevoked",
                """{"id":"tok-1","name":"Shop","role":"system"}""",
                """{"id":"tok-1","name":"Shop","role":"system","revokedAt":"2026-12-31T10:00:00+00:00","made":[]}""",
                "Revoked token Shop.",
                "Revoked: 31 Dec 2026, 10:00 UTC"
            },
            {
                "personDisabled",
                """{"name":"Emil Berg","disabledAt":null}""",
                """{"name":"Emil Berg","disabledAt":"2026-03-02T10:00:00+00:00"}""",
                "Disabled the account of Emil Berg.",
                "Disabled: 2 Mar 2026, 10:00 UTC"
            },
            {
                "secondFactorSet",
                """{"name":"Emil Berg","secondFactor":false}""",
                """{"name":"Emil Berg","secondFactor":true}""",
                "Turned on two-factor authentication.",
                "Two-factor authentication: no → yes"
            },
            {
                "webhookChanged",
                """{"name":"CRM","url":"https://a.example/","events":["ticket.opened"]}""",
                """{"name":"CRM","url":"https://b.example/","events":["ticket.opened","ticket.closed"]}""",
                "Changed webhook CRM.",
                "URL: https://a.example/ → https://b.example/; Events: ticket.opened → ticket.opened, ticket.closed"
            },
            {
                "fileRemoved",
                """{"id":"fil-1","name":"log.txt","type":"text/plain","size":12}""",
                null,
                "Removed file log.txt, which no message used.",
                "Name: log.txt → none; File type: text/plain → none; Bytes: 12 → none"
            },
            {
                "signInFailed",
                null,
                null,
                "Failed to sign in.",
                ""
            },
            {
                "ticketOpened",
                null,
                """{"number":17,"customerName":"Lindgarten","license":"LIND-1","edition":"CS-Cart","desk":"support","subject":"Slow","acknowledged":false,"coverage":{"intervals":[]}}""",
                "Opened ticket 17: Slow.",
                "Customer name: Lindgarten; License: LIND-1; Edition: CS-Cart"
            },
            {
                "assessmentProposed",
                null,
                """{"assessment":{"revision":1,"category":"complexModification","price":35,"coverage":"credits","rules":["C4"]},"balance":50,"origin":{"command":"c"},"at":"2026-03-02T10:00:00+00:00"}""",
                "Proposed 35 credits for Complex modification. The customer has to accept it.",
                "Revision: 1; Coverage: Credits; Balance: 50"
            },
            {
                "reliefGiven",
                null,
                """{"relief":{"category":"question","at":"2026-03-02T10:00:00+00:00","coverage":null,"reason":null}}""",
                "Waived the price of Question.",
                ""
            },
            {
                "reliefGiven",
                null,
                """{"relief":{"category":"question","at":"2026-03-02T10:00:00+00:00","coverage":{"intervals":[]},"reason":null}}""",
                "Applied coverage to Question.",
                ""
            },
            {
                "assessmentDeclined",
                null,
                """{"revision":2,"at":"2026-03-02T10:00:00+00:00"}""",
                "Declined the price of assessment 2.",
                ""
            },
            {
                "urgencyChanged",
                null,
                """{"urgent":true,"reason":"The shop is down","by":"usr-1"}""",
                "Marked the ticket as urgent.",
                "Urgent: yes; Reason: The shop is down; By: usr-1"
            },
            {
                "policyAdopted",
                null,
                """{"before":"2026.1","version":"2026.2","source":"published"}""",
                "Policy version 2026.2 came into force.",
                "Previous version: 2026.1; Source: Published"
            },
            {
                "charge",
                "50",
                "45",
                "Charged 5 credits.",
                "Balance: 50 → 45"
            },
            {
                "grant",
                "0",
                "1",
                "Granted 1 credit.",
                "Balance: 0 → 1"
            },
            {
                "personInvited",
                null,
                "{\"name\":",
                "Invited (no name).",
                ""
            },
            {
                "kindOfALaterRelease",
                null,
                "[1]",
                "Kind of a later release.",
                ""
            },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_change_is_told_in_words(string kind, string? before, string? after, string text, string differences)
    {
        var sentence = AuditSentences.Of(new(kind, before, after), ReaderClock.Utc);

        Assert.Equal(text, sentence.Text);
        Assert.Equal(
            differences,
            string.Join(
                "; ",
                sentence.Differences.Select(one =>
                    one.Old is null ? $"{one.Label}: {one.New}" : $"{one.Label}: {one.Old} → {one.New ?? "none"}"
                )
            )
        );
    }

    [Fact]
    public void Every_event_and_every_kind_of_entry_has_a_sentence() =>
        Assert.Equal([], Events().Concat(Enum.GetValues<EntryKind>().Select(StoredNames.Of)).Except(AuditSentences.Kinds));

    /// <summary>A new name of this form is a kind, which needs a sentence, or one of the other names above.</summary>
    [Fact]
    public void Every_change_of_rights_has_a_sentence()
    {
        var names = Names();

        Assert.True(names.Count > 30, $"Only {names.Count} names were found.");
        Assert.Equal([], names.Except(OtherNames).Except(AuditSentences.Kinds));
    }

    [Fact]
    public void No_sentence_is_of_a_kind_that_nothing_writes() =>
        Assert.Equal(
            [],
            AuditSentences.Kinds.Except(Events())
                .Except(Names())
                .Except(Enum.GetValues<EntryKind>().Select(StoredNames.Of))
        );

    [Fact]
    public void Every_sentence_begins_with_a_capital_and_ends_with_a_period_also_without_data() =>
        Assert.All(
            AuditSentences.Kinds,
            kind => Assert.Matches(@"^[\p{Lu}\d(].*[^ ]\.$", AuditSentences.Of(new(kind, null, "{}"), ReaderClock.Utc).Text)
        );

    private static List<string> Events() =>
        [
            .. typeof(TicketOpened)
                .Assembly.GetTypes()
                .Where(type => type.GetCustomAttribute<StoredAttribute>() is not null)
                .Where(type =>
                    type.BaseType is { IsAbstract: true } parent && parent.Name.EndsWith("Event", StringComparison.Ordinal)
                    || type.Name is nameof(NothingChanged) or "PolicyAdopted"
                )
                .Select(StoredNames.Of),
        ];

    private static List<string> Names() =>
        [
            .. Writers
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories)
                )
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
                .SelectMany(File.ReadLines)
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => Regex.Matches(line, "\"(?<name>[a-z]+(?:[A-Z][a-z]+)+)\"", RegexOptions.NonBacktracking))
                .Select(match => match.Groups["name"].Value)
                .Distinct(),
        ];
}
