'use strict';

const bcrypt = require('bcrypt');
const express = require('express');
const fetch = require('node-fetch');

const ROUNDS = 12;
const router = express.Router();

// 会員登録: パスワードはハッシュだけを API に渡す
router.post('/', async (request, response, next) => {
  try {
    const hash = await bcrypt.hash(String(request.body.password), ROUNDS);
    const answer = await fetch(`${process.env.API_URL}/accounts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ mail: request.body.mail, hash }),
    });
    response.sendStatus(answer.status);
  } catch (error) {
    next(error);
  }
});

module.exports = router;
