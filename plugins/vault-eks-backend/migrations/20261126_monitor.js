// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('clusters', table => {
    table
      .boolean('registered')
      .notNullable()
      .defaultTo(true)
      .comment('Told by the register action');
    table
      .boolean('in_catalog')
      .notNullable()
      .defaultTo(false)
      .comment('Told by an annotated catalog entity that is not ours');
    table
      .boolean('in_config')
      .notNullable()
      .defaultTo(false)
      .comment('Told by vaultEks.clusters of app-config');
  });

  await knex.schema.createTable('snapshots', table => {
    table.comment('What the monitor saw last of each cluster');
    table
      .string('entity_ref', 255)
      .primary()
      .references('entity_ref')
      .inTable('clusters')
      .onDelete('CASCADE');
    table
      .integer('revision')
      .notNullable()
      .comment('Counts up: of two monitors that looked, one may save');
    table.integer('rank').notNullable().comment('0 error, 1 warning, 3 ok');
    table.integer('failures').notNullable().comment('Failed looks in a row');
    table.string('retry_at', 32).nullable().comment('ISO 8601');
    table.string('checked_at', 32).notNullable().comment('ISO 8601');
    table.text('summary').notNullable().comment('JSON for the fleet list');
    table.text('observation').notNullable().comment('JSON to compare with');
    table.text('status').nullable().comment('JSON of the last whole status');
    table.index(['rank'], 'snapshots_rank_idx');
  });

  await knex.schema.createTable('transitions', table => {
    table.comment('What changed, and who still has to be told');
    table.increments('id');
    table
      .string('entity_ref', 255)
      .notNullable()
      .references('entity_ref')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('kind', 32).notNullable();
    table.string('subject', 255).nullable().comment('The pod');
    table.string('from_value', 255).nullable();
    table.string('to_value', 255).nullable();
    table.string('at', 32).notNullable().comment('ISO 8601');
    table.string('recorded_at', 32).notNullable().comment('ISO 8601');
    table
      .string('claimed_until', 32)
      .nullable()
      .comment('ISO 8601; someone is announcing it until then');
    table
      .string('announced_at', 32)
      .nullable()
      .comment('ISO 8601; null: signal and event are still to be sent');
    table
      .string('settled_at', 32)
      .nullable()
      .comment('ISO 8601; null: the owner may still have to be told');
    table
      .string('told_at', 32)
      .nullable()
      .comment('ISO 8601; the owner was notified with this one');
    table.index(['entity_ref', 'id'], 'transitions_entity_idx');
    table.index(['announced_at'], 'transitions_announced_idx');
    table.index(['settled_at'], 'transitions_settled_idx');
    table.index(['recorded_at'], 'transitions_recorded_idx');
  });

  const seen = await knex('observations').select('*');
  for (const row of seen) {
    await knex('snapshots').insert({
      entity_ref: row.entity_ref,
      revision: 1,
      rank: 2,
      failures: 0,
      checked_at: row.observed_at,
      // Not shown before the monitor has looked again.
      summary: 'null',
      observation: JSON.stringify({
        sealed: row.sealed === null ? undefined : Boolean(row.sealed),
        leader: row.leader ?? undefined,
        leaderSince: row.leader_since ?? undefined,
        pods: {},
        reachable: true,
      }),
    });
  }
  await knex.schema.dropTable('observations');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.createTable('observations', table => {
    table
      .string('entity_ref', 255)
      .primary()
      .references('entity_ref')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.boolean('sealed').nullable();
    table.string('leader', 255).nullable();
    table.string('observed_at', 32).notNullable();
    table.string('leader_since', 40).nullable();
  });
  await knex.schema.dropTable('transitions');
  await knex.schema.dropTable('snapshots');
  await knex('clusters').where({ registered: false }).delete();
  await knex.schema.alterTable('clusters', table => {
    table.dropColumns('registered', 'in_catalog', 'in_config');
  });
};
